/** People in a real browser: each has a profile of their own, and their page is theirs alone. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Longer than anything on the page takes on a busy machine with two cores. */
const patience = 12_000

const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Debian's Chromium, without a word to anyone outside. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })

/** In each new profile the page stores all of its files in the background, which takes longer than many a test. */
const serviceWorkers = 'block'
/** With this it does, as for everyone: for what is about being offline, and for one whole conversation. */
export const keeping = { serviceWorkers: 'allow' } as const

/** A phone, as the design draws it. */
export const phone: BrowserContextOptions = {
  serviceWorkers,
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: 'en-US',
}
/** A desktop, wide enough for list, room and details. */
export const desktop: BrowserContextOptions = {
  serviceWorkers,
  viewport: { width: 1280, height: 800 },
  locale: 'en-US',
}

/** A page, and everything that went wrong on it. */
export interface Visitor {
  page: Page
  /** Errors of scripts and refusals of the content security policy. */
  errors: string[]
}

/** Stands between a page and the server: a fault it gives is the answer, and the server never hears the request. */
export type Between = (
  request: { type: string } & Record<string, any>,
) => { code: string; retryAfter?: number } | undefined

/** Someone opens the address for the first time. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  between?: Between,
): Promise<Visitor> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  if (between) await standBetween(page, between)
  return open(page, url)
}

const standBetween = (page: Page, between: Between): Promise<void> =>
  page.routeWebSocket(/\/ws$/, socket => {
    const server = socket.connectToServer()
    socket.onMessage(text => {
      const request = JSON.parse(String(text)) as { type: string; id: string }
      const fault = between(request)
      if (!fault) return server.send(text)
      socket.send(
        JSON.stringify({ type: 'fault', id: request.id, message: 'No.', requestId: 'none', ...fault }),
      )
    })
  })

/** The same person opens one more tab. */
export const anotherTab = async ({ page }: Visitor): Promise<Visitor> =>
  open(await page.context().newPage(), page.url())

async function open(page: Page, url: string): Promise<Visitor> {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      errors.push(message.text())
  })
  await page.goto(url)
  return { page, errors }
}
