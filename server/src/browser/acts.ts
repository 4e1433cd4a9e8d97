/** What people do on the page, found by role, label and words as they would find it. English unless said otherwise. */
import type { Locator, Page } from 'playwright-core'

/** Who someone is when they sign up by the form. */
export interface Account {
  username: string
  password: string
  name: string
}

let made = 0

/** An account that nobody has yet. */
export function anAccount(name: string): Account {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '') || 'someone'
  return { username: `${letters}${++made}`, password: `the password of ${letters}`, name }
}

/** From the welcome page to the chats, by the form and the Enter key. */
export async function signUp(page: Page, { username, password, name }: Account): Promise<void> {
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByRole('textbox', { name: 'Username' }).fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('textbox', { name: 'Name others see' }).fill(name)
  await page.getByRole('textbox', { name: 'Name others see' }).press('Enter')
  await chat(page, 'Lobby').waitFor()
}

/** From the welcome page, or the form itself, through the sign-in form. */
export async function signIn(page: Page, { username, password }: Omit<Account, 'name'>): Promise<void> {
  const start = page.getByRole('button', { name: 'I have an account' })
  const field = page.getByRole('textbox', { name: 'Username' })
  await start.or(field).first().waitFor()
  if (await start.isVisible()) await start.click()
  await field.fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Password', { exact: true }).press('Enter')
}

/** Signs in, and waits to be in. */
export async function enter(page: Page, account: Omit<Account, 'name'>): Promise<void> {
  await signIn(page, account)
  await page.getByRole('tablist').waitFor()
}

/** The row of a room in the list of chats. */
export const chat = (page: Page, name: string): Locator =>
  page.getByRole('option', { name: new RegExp(`^${name}, `) })

/** Opens a room from the list; on a phone from whatever covers the list. */
export async function openRoom(page: Page, name: string): Promise<void> {
  await toChats(page)
  await chat(page, name).click()
  await field(page).waitFor()
}

/** Back to the list of chats. */
export async function toChats(page: Page): Promise<void> {
  const list = page.getByRole('heading', { name: 'Chats' })
  const back = page.getByRole('button', { name: 'Back', exact: true })
  while (!(await list.isVisible())) {
    if (await back.first().isVisible()) await back.first().click()
    else await page.getByRole('tab', { name: /^Chats/ }).click()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  }
}

/** Where one writes. */
export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' })

/** Writes it and presses Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
}

/** What is said in the room that is open. */
export const log = (page: Page): Locator => page.getByRole('log')

/** The bubbles that hold this text. */
export const bubble = (page: Page, text: string | RegExp): Locator =>
  log(page).getByRole('article').filter({ hasText: text })

/** The texts of all mounted bubbles that begin so, in their order. */
export const textsIn = async (page: Page, beginning: string): Promise<string[]> =>
  (await log(page).getByRole('article').allTextContents()).filter(text => text.startsWith(beginning))

/** Waits until something holds; the message says what was awaited, and what was there instead. */
export async function until<T>(
  what: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
): Promise<T> {
  const end = Date.now() + 45_000 // the longest pause of a device that comes back is 30 s
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (Date.now() > end) throw new Error(`${what} did not come to be; last seen: ${JSON.stringify(seen)}`)
    await new Promise(done => setTimeout(done, 50))
  }
}

/** Chooses an act from the menu that is open, behind its last tile where it has no place before it. */
export async function choose(page: Page, name: string): Promise<void> {
  const act = page.getByRole('menuitem', { name, exact: true })
  if (!(await act.isVisible())) await page.getByRole('menuitem', { name: 'More', exact: true }).click()
  await act.click()
}

/** A finger that stays down on an element until its menu, or what else is to come, opens. */
export async function hold(
  page: Page,
  target: Locator,
  opened = page.getByRole('menuitem').first(),
): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  const box = (await target.boundingBox())!
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  await opened.waitFor()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await devtools.detach()
}
