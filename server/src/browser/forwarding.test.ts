/** Carrying messages from room to room, pinning them, and the announcement of a room. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, enter, log, openRoom, say, until } from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const [alice, bob] = [anAccount('Alice'), anAccount('Bob')]
let server: Running
let browser: Browser
let visitors: Visitor[] = []
let hers: Page
let his: Page
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const join = ({ username, password, name: displayName }: typeof alice) =>
    callHttp(server, accounts.routes.signup, { username, password, displayName })
  const [owner, member] = [await join(alice), await join(bob)]
  const create = (name: string) =>
    callHttp(server, rooms.routes.create, { name, memberIds: [member.user.id] }, owner.accessToken)
  const trip = await create('Trip')
  await create('Plans')
  for (let n = 1; n <= 60; n++) {
    const from = n % 2 === 0 ? owner : member
    const content = { type: 'text', text: `line ${n}.` } as const
    await callHttp(server, messages.routes.send, { roomId: trip.id, content }, from.accessToken)
  }
  visitors = [await visit(browser, server.url, desktop), await visit(browser, server.url, phone)]
  ;[hers, his] = visitors.map(one => one.page) as [Page, Page]
  await enter(hers, alice)
  await enter(his, bob)
  await openRoom(hers, 'Trip')
  await openRoom(his, 'Trip')
}, 90_000)
afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const button = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .filter({ visible: true })
    .last()
const act = async (page: Page, on: Locator, name: string) => {
  await on.click({ button: 'right' })
  await page.getByRole('menuitem', { name, exact: true }).click()
}
const choose = (page: Page, text: string) => page.getByRole('checkbox', { name: new RegExp(text) }).click()
const isInView = (found: Locator) =>
  found.evaluate(element => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  })

test('Escape ends choosing, and what was chosen is chosen no more', async () => {
  await act(hers, bubble(hers, 'line 60.'), 'Select')
  await hers.getByText('1 chosen').waitFor()
  await choose(hers, 'line 59')
  await hers.getByText('2 chosen').waitFor()
  await hers.keyboard.press('Escape')
  await hers.getByRole('textbox', { name: 'Message' }).waitFor()
  expect(await log(hers).getByRole('checkbox').count()).toBe(0)
})

test('three messages are chosen, merged into a record, and the other opens it', async () => {
  await act(hers, bubble(hers, 'line 60.'), 'Select')
  await choose(hers, 'line 58')
  await choose(hers, 'line 59')
  await button(hers, 'Merge').click()
  await hers.getByRole('searchbox', { name: 'Find a room or person' }).fill('pla')
  await hers.getByRole('dialog').getByRole('checkbox', { name: /Plans/ }).click()
  await hers.getByRole('textbox', { name: /Add a few words/ }).fill('from the trip')
  await button(hers, 'Send').click()
  await hers.getByText('Forwarded', { exact: true }).waitFor()
  await openRoom(his, 'Plans')
  await bubble(his, 'from the trip').waitFor()
  await button(his, /^Chat history of Trip, 3 messages/).click()
  const lines = his.getByRole('dialog').getByText(/^line \d+\.$/)
  await until(
    'the record',
    () => lines.allTextContents(),
    texts => texts.join() === 'line 58.,line 59.,line 60.',
  )
  await button(his, 'Close').click()
})

test('one message is carried to two rooms, marked, without whose it was', async () => {
  await act(hers, bubble(hers, 'line 59.'), 'Forward')
  for (const name of ['Plans', 'Lobby'])
    await hers
      .getByRole('dialog')
      .getByRole('checkbox', { name: new RegExp(name) })
      .click()
  await button(hers, 'Send to 2').click()
  await hers.getByText('Forwarded', { exact: true }).waitFor()
  const carried = bubble(his, 'line 59.').filter({ hasText: 'Forwarded' })
  await carried.waitFor()
  expect(await carried.textContent()).not.toContain('Bob')
})

test('what the owner pins stands over the room of the other, who goes to it however far away it is', async () => {
  await openRoom(his, 'Trip')
  await act(hers, bubble(hers, 'line 50.'), 'Pin')
  await button(his, /^Go to the pinned message: line 50/).waitFor()
  await log(his).getByText('Alice pinned a message').waitFor()
  for (let n = 1; n <= 40; n++) await say(his, `later ${n}`)
  await bubble(his, 'later 40').waitFor()
  await button(his, /^Go to the pinned message/).click()
  await until('the pinned message in view', () => isInView(bubble(his, 'line 50.')), Boolean)
  await button(his, 'All pinned messages').click()
  expect(await his.getByRole('button', { name: /^Unpin/ }).count()).toBe(0)
  await button(his, 'Close').click()
  await button(hers, 'All pinned messages').click()
  await button(hers, /^Unpin: line 50/).click()
  await hers.getByText('Nothing is pinned here now').waitFor()
  await button(hers, 'Close').click()
  await button(his, /^Go to the pinned message/).waitFor({ state: 'detached' })
})

test('an announcement stands over the room until it was opened, and its next text again', async () => {
  const write = async (text: string) => {
    await button(hers, 'Announcement').click()
    const edit = hers.getByRole('button', { name: 'Edit announcement' })
    const area = hers.getByRole('textbox', { name: 'Announcement' })
    await edit.or(area).first().waitFor()
    if (await edit.isVisible()) await edit.click()
    await area.fill(text)
    await button(hers, 'Save').click()
    await area.waitFor({ state: 'detached' })
  }
  await button(hers, 'Room details').click()
  await write('Meet at eight\nand bring water')
  const bar = button(his, /^Announcement: /)
  await bar.click()
  const sheet = his.getByRole('dialog', { name: 'Announcement' })
  await sheet.getByText('and bring water').waitFor()
  await sheet.getByText(/^Alice · /).waitFor()
  expect(await his.getByRole('button', { name: 'Edit announcement' }).count()).toBe(0)
  await button(his, 'Close').click()
  await bar.waitFor({ state: 'detached' })
  await his.reload()
  await his.getByRole('textbox', { name: 'Message' }).waitFor()
  expect(await bar.count()).toBe(0)
  await write('Meet at nine')
  await bar.waitFor()
})
