/** The built mini program on a phone, in miniprogram-simulate; WeChat around it is ours (host.ts). */
import { resolve } from 'node:path'
import { startHost, type Host, type Phone } from './host'

const root = resolve(__dirname, '../../../dist/weapp')

/** A part of a page, as j-component shows it. */
interface Part {
  dom: HTMLElement
  instance: Record<string, any>
  querySelector(selector: string): Part | undefined
  querySelectorAll(selector: string): Part[]
  dispatchEvent(name: string, options?: object): void
  attach(parent: Node): void
  detach(): void
}

/** The app while it runs. */
export interface App {
  host: Host
  /** What the page on top shows. */
  text: () => string
  page: () => Part
  /** The parts of the page on top that this selector finds. */
  all: (selector: string) => Part[]
  tap: (selector: string, text?: string) => Promise<void>
  type: (selector: string, text: string) => Promise<void>
  /** Hands in a form with what stands in its fields. */
  submit: (selector: string, fields: Record<string, string>) => Promise<void>
  /** The host tells a button of its own what was chosen. */
  choose: (selector: string, event: string, detail: object) => Promise<void>
  /** Waits until it holds; fails with what the page shows. */
  until: (what: string, holds: () => boolean) => Promise<void>
  kill: () => void
}

const patience = 10_000
const pause = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds))

/** Starts the app as a tap on its icon does. */
export async function launch(phone: Phone): Promise<App> {
  jest.resetModules()
  const globals = globalThis as Record<string, any>
  const stack: Part[] = []
  let component = ''

  const open = (path: string) => {
    const [route, query = ''] = path.replace(/^\//, '').split('?')
    const page = simulate.render(component) as unknown as Part
    page.attach(document.body)
    page.instance.route = route
    stack.push(page)
    page.instance.onLoad(Object.fromEntries(new URLSearchParams(query)))
    page.instance.onShow?.()
    page.instance.onReady?.()
  }
  const leave = (count: number) => {
    for (const page of stack.splice(stack.length - count)) {
      page.instance.onUnload?.()
      page.detach()
    }
  }
  const host = startHost(phone, {
    navigateTo: ({ url }) =>
      stack.length < 10 ? open(url) : Promise.reject(new Error('webview count limit')),
    redirectTo: ({ url }) => (leave(1), open(url)),
    reLaunch: ({ url }) => (leave(stack.length), open(url)),
    navigateBack: ({ delta = 1 }) => (
      leave(Math.min(delta, stack.length - 1)),
      stack.at(-1)?.instance.onShow?.()
    ),
  })

  let app: Record<string, any> = {}
  globals.App = (config: typeof app) => (app = config)
  globals.getApp = () => app
  globals.getCurrentPages = () => stack.map(page => page.instance)
  globals.Page = ({ data, ...rest }: Record<string, unknown>) =>
    globals.Component({ data, methods: rest, options: { styleIsolation: 'apply-shared' } })
  const simulate = require('miniprogram-simulate') as typeof import('miniprogram-simulate')
  globals.wx = host.wx
  require(`${root}/app.js`)
  app.onLaunch({ path: 'pages/home/index', query: {} })
  app.onShow?.({})
  host.tell('show')
  component = simulate.load(`${root}/pages/home/index`, { rootPath: root })
  open('/pages/home/index')

  const page = () => stack.at(-1)!
  const all = (selector: string) => page().querySelectorAll(selector)
  const text = () => page().dom.textContent ?? ''
  const until = async (what: string, holds: () => boolean) => {
    const end = Date.now() + patience
    while (!holds()) {
      if (Date.now() > end) throw new Error(`${what} did not come; the page shows: ${text()}`)
      await pause(20)
    }
  }
  const find = async (selector: string, words = '') => {
    const found = () => all(selector).find(part => part.dom.textContent?.includes(words))
    await until(`${selector} ${words}`, () => found() !== undefined)
    return found()!
  }
  return {
    host,
    page,
    all,
    text,
    until,
    tap: async (selector, words) => (await find(selector, words)).dispatchEvent('tap'),
    type: async (selector, value) =>
      (await find(selector)).dispatchEvent('input', { detail: { value }, bubbles: true }),
    submit: async (selector, fields) => {
      const form = await find(selector)
      form.dispatchEvent('submit', { detail: { value: fields }, bubbles: true })
    },
    choose: async (selector, event, detail) =>
      (await find(selector)).dispatchEvent(event, { detail, bubbles: true }),
    kill: () => {
      host.kill()
      leave(stack.length)
    },
  }
}
