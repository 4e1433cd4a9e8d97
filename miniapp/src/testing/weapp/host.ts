/** WeChat as far as the app can tell: real HTTP, real sockets, and storage that outlives the app. */
import { request } from 'node:http'
import { WebSocket } from 'ws'

type Callbacks = { success?: (result: any) => void; fail?: (error: any) => void; complete?: () => void }
type Options = Record<string, any> & Callbacks

/** What stays on the phone when the app is killed. */
export interface Phone {
  /** Where the address that was built into the app is found, as a hosts file would say. */
  server: string
  storage: Map<string, string>
  /** How many characters the storage holds in all. */
  room: number
  /** Temporary files by their path, in base64. */
  files?: Readonly<Record<string, string>>
  /** What `wx.login` gives; a rejection is a host without a network. */
  login: () => Promise<string>
}

/** One run of the app. */
export interface Host {
  wx: Record<string, unknown>
  /** Sockets that are open or on their way. */
  sockets: Set<WebSocket>
  /** Every `connectSocket` of this run. */
  connects: number
  /** The most sockets at any one time. */
  mostSockets: number
  /** Every frame that the app sent. */
  sent: { type: string; [field: string]: any }[]
  /** Frames for which this holds never leave the phone. */
  swallow: (frame: { type: string }) => boolean
  /** Nothing that the server says arrives any more. */
  isDeaf: boolean
  tell: (event: 'show' | 'hide' | 'online' | 'offline') => void
  /** Something private is used: resolves with what the app answers in the person's name. */
  needPrivacy: () => Promise<{ event: string; buttonId?: string }>
  /** The process is gone: nothing it does has any effect, and no answer reaches it. */
  kill: () => void
}

const builtIn = /^(http|ws):\/\/localhost:8080/

/** A fresh process of the app on this phone; `navigate` carries out what the app asks of its pages. */
export function startHost(phone: Phone, navigate: Record<string, (options: Options) => void>): Host {
  let alive = true
  const listeners: Record<string, ((event: any) => void)[]> = {}
  const listen = (name: string) => (listener: (event: any) => void) =>
    void (listeners[name] ??= []).push(listener)
  const fire = (name: string, event?: unknown) => listeners[name]?.forEach(listener => listener(event))

  /** Answers later, and only to an app that still runs. */
  const answer = (options: Options, work: () => unknown) =>
    void Promise.resolve()
      .then(work)
      .then(
        result => alive && (options.success?.(result ?? {}), options.complete?.()),
        error => alive && (options.fail?.({ errMsg: String(error.message ?? error) }), options.complete?.()),
      )
  const act =
    (work: (options: Options) => unknown) =>
    (options: Options = {}) =>
      answer(options, () => (alive ? work(options) : new Promise(() => {})))

  const host: Host = {
    sockets: new Set(),
    connects: 0,
    mostSockets: 0,
    sent: [],
    swallow: () => false,
    isDeaf: false,
    tell: event => {
      if (event === 'online' || event === 'offline') fire('network', { isConnected: event === 'online' })
      else fire(event)
    },
    needPrivacy: () =>
      new Promise(resolve => {
        const answered = (answer: { event: string }) =>
          void (answer.event === 'exposureAuthorization' || resolve(answer))
        listeners.privacy?.forEach(ask => (ask as (resolve: typeof answered) => void)(answered))
      }),
    kill: () => {
      alive = false
      for (const socket of host.sockets) socket.terminate()
    },
    wx: {},
  }

  const connectSocket = (options: Options) => {
    host.connects++
    const socket = new WebSocket(phone.server.replace(/^http/, 'ws') + options.url.replace(builtIn, ''), {
      headers: options.header,
    })
    host.sockets.add(socket)
    host.mostSockets = Math.max(host.mostSockets, host.sockets.size)
    socket.on('error', () => undefined)
    socket.on('close', () => host.sockets.delete(socket))
    const heard = (name: string, tell: (...details: any[]) => void) =>
      socket.on(name, (...details: any[]) => alive && tell(...details))
    answer(options, () => ({}))
    return {
      onOpen: (tell: (event: object) => void) => heard('open', () => tell({})),
      onMessage: (tell: (event: object) => void) =>
        heard('message', data => host.isDeaf || tell({ data: String(data) })),
      onError: (tell: (event: object) => void) => heard('error', error => tell({ errMsg: String(error) })),
      onClose: (tell: (event: object) => void) =>
        heard('close', (code, reason) => tell({ code, reason: String(reason) })),
      send: ({ data }: { data: string }) => {
        if (!alive || socket.readyState !== WebSocket.OPEN) return
        const frame = JSON.parse(data)
        host.sent.push(frame)
        if (!host.swallow(frame)) socket.send(data)
      },
      close: () => alive && socket.close(),
    }
  }

  host.wx = {
    connectSocket,
    request: act(options => ask(phone, options)),
    login: act(async () => ({ code: await phone.login(), errMsg: 'login:ok' })),
    getStorage: act(({ key }) =>
      phone.storage.has(key) ? { data: phone.storage.get(key) } : Promise.reject(new Error('data not found')),
    ),
    setStorage: act(({ key, data }) => store(phone, key, data)),
    removeStorage: act(({ key }) => void phone.storage.delete(key)),
    getStorageInfo: act(() => ({ keys: [...phone.storage.keys()] })),
    getFileSystemManager: () => ({
      readFile: act(({ filePath, encoding }) =>
        encoding === 'base64' && phone.files?.[filePath]
          ? { data: phone.files[filePath] }
          : Promise.reject(new Error('readFile:fail no such file')),
      ),
    }),
    getAppBaseInfo: () => ({ language: 'en', theme: 'light' }),
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844, statusBarHeight: 47 }),
    getMenuButtonBoundingClientRect: () => ({
      left: 296,
      top: 51,
      right: 383,
      bottom: 83,
      width: 87,
      height: 32,
    }),
    setNavigationBarColor: act(() => ({})),
    onAppShow: listen('show'),
    onAppHide: listen('hide'),
    onNetworkStatusChange: listen('network'),
    onThemeChange: listen('theme'),
    onKeyboardHeightChange: listen('keyboard'),
    onNeedPrivacyAuthorization: listen('privacy'),
    getRandomValues: act(({ length }) => ({
      randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer,
    })),
    createSelectorQuery: rects,
    nextTick: (work: () => void) => void Promise.resolve().then(work),
    canIUse: () => true,
    ...Object.fromEntries(Object.entries(navigate).map(([name, work]) => [name, act(work)])),
  }
  return host
}

/** Nothing has a size here, so everything is on the screen. */
function rects() {
  const flat = { top: 0, bottom: 0 }
  const answers: unknown[] = []
  let selected: () => unknown = () => flat
  const query = {
    select: () => ((selected = () => flat), query),
    selectAll: (selector: string) => {
      const own = selector.replace(/^\./, '.main--')
      selected = () => Array.from(document.querySelectorAll(own), () => flat)
      return query
    },
    boundingClientRect: () => (answers.push(selected()), query),
    exec: (tell: (answers: unknown[]) => void) => tell(answers),
  }
  return query
}

function store(phone: Phone, key: string, data: string): void {
  let size = data.length
  for (const [other, text] of phone.storage) if (other !== key) size += text.length
  if (data.length > 1_000_000 || size > phone.room) throw new Error('setStorage:fail exceed storage max size')
  phone.storage.set(key, data)
}

/** `wx.request`: no PATCH, and an answer whatever its status. */
function ask(phone: Phone, { url, method = 'GET', header, data }: Options): Promise<unknown> {
  if (!['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'].includes(method))
    return Promise.reject(new Error(`request:fail method ${method} is not supported`))
  return new Promise((resolve, reject) => {
    const sent = request(phone.server + url.replace(builtIn, ''), { method, headers: header }, answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.on('end', () =>
        resolve({
          statusCode: answer.statusCode,
          header: answer.headers,
          data: Buffer.concat(parts).toString(),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(data)
  })
}
