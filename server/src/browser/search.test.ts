import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, enter, openRoom, toChats, until } from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { seedMessages } from './seed'
import { isOnTop } from './sight'

const count = 2_000
/** Said once each, far above what a room opens with. */
const rare: Record<number, string> = {
  300: '周末大家一起去吃火锅吧',
  700: 'We could go camping at the lake',
  1900: 'the lake is frozen',
}
const alice = anAccount('Alice')
const bob = anAccount('Bob')
let server: Running
let browser: Browser
let visitors: Visitor[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const signUp = ({ username, password, name }: typeof alice) =>
    callHttp(server, accounts.routes.signup, { username, password, displayName: name })
  const [hers, his] = [await signUp(alice), await signUp(bob)]
  const room = await callHttp(
    server,
    rooms.routes.create,
    { name: 'Long room', type: 'group_chat', visibility: 'private', memberIds: [his.user.id] },
    hers.accessToken,
  )
  await seedMessages(server, {
    roomId: room.id,
    // Alice says what is even, Bob what is odd.
    senderIds: [his.user.id, hers.user.id],
    count,
    text: n => rare[n] ?? `message ${n}`,
    at: n => new Date(Date.now() - (count - n) * 3600_000),
  })
  // What is in the store already is made findable when the server starts.
  await server.kill()
  await server.start()
  const content = { type: 'text' as const, text: 'lake house, said by Bob' }
  await callHttp(server, messages.routes.send, { roomId: room.id, content }, his.accessToken)
}, 90_000)

afterEach(() => expect(visitors.flatMap(one => one.errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function aliceOn(device: typeof phone): Promise<Page> {
  const visitor = await visit(browser, server.url, device)
  visitors = [visitor]
  await enter(visitor.page, alice)
  return visitor.page
}
const searchField = (page: Page) => page.getByRole('searchbox', { name: /^Search/ })
const hit = (page: Page, text: string | RegExp) => page.getByRole('button').filter({ hasText: text })
const inSight = (page: Page, text: string) =>
  until(`${text} in sight`, () => isOnTop(bubble(page, text)), Boolean)

test('on a desktop, Control K finds Chinese and English beside the room, and leads to where it was said', async () => {
  const page = await aliceOn(desktop)
  await openRoom(page, 'Long room')
  await page.keyboard.press('Control+k')
  await searchField(page).fill('火锅')
  await hit(page, '吃火锅吧').click()
  await inSight(page, '吃火锅吧')
  await bubble(page, 'message 299').waitFor()
  await bubble(page, 'message 301').waitFor()
  // The search is still there, and finds the inside of words by the keyboard.
  await searchField(page).fill('ampin')
  await hit(page, 'go camping at the lake').waitFor()
  await searchField(page).press('ArrowDown')
  await page.keyboard.press('Enter')
  await inSight(page, 'go camping at the lake')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Search', exact: true }).waitFor({ state: 'hidden' })
})

test('on a phone, a room is searched from its details, narrowed to a sender; back finds the search as it was', async () => {
  const page = await aliceOn(phone)
  await openRoom(page, 'Long room')
  await page.getByRole('button', { name: 'Room details' }).first().click()
  await page.getByRole('button', { name: 'Search in this room' }).click()
  await searchField(page).fill('lake')
  await until(
    'three hits',
    () => hit(page, 'lake').count(),
    seen => seen === 3,
  )
  await page.getByRole('button', { name: 'From', exact: true }).click()
  await page.getByRole('radio', { name: 'Bob' }).click()
  await until(
    'one hit',
    () => hit(page, /lake/).count(),
    seen => seen < 3,
  )
  await hit(page, 'lake house').waitFor()
  await page.getByRole('button', { name: /Take the filter Bob away/ }).click()
  await hit(page, 'go camping at the lake').click()
  await inSight(page, 'go camping at the lake')
  await bubble(page, 'message 699').waitFor()
  await page.goBack()
  await hit(page, 'the lake is frozen').waitFor()
  expect(await searchField(page).inputValue()).toBe('lake')
})

test('a day leads to the first thing that was said on it', async () => {
  const page = await aliceOn(phone)
  await openRoom(page, 'Long room')
  await page.getByRole('button', { name: 'Room details' }).first().click()
  await page.getByRole('button', { name: 'Go to a date' }).click()
  const day = new Date(Date.now() - 30 * 24 * 3600_000)
  const name = `${day.toLocaleString('en-US', { month: 'long' })} ${day.getFullYear()}`
  while (!(await page.getByText(name, { exact: true }).isVisible()))
    await page.getByRole('button', { name: 'Month before' }).click()
  await page.getByRole('button', { name: `${name} ${day.getDate()}`, exact: true }).click()
  const midnight = new Date(day).setHours(0, 0, 0, 0)
  const first = Math.ceil(count - (Date.now() - midnight) / 3600_000)
  await bubble(page, new RegExp(`^message (${first - 1}|${first}|${first + 1})(?!\\d)`))
    .first()
    .waitFor()
})

test('without a connection what this device holds is searched, and it says so', async () => {
  const page = await aliceOn(phone)
  await openRoom(page, 'Long room')
  await bubble(page, 'lake house').waitFor()
  await toChats(page)
  await page.keyboard.press('Control+k')
  await page.context().setOffline(true)
  await server.kill()
  await searchField(page).fill('lake')
  await page.getByText("You're offline: only messages on this device were searched.").waitFor()
  await hit(page, 'lake house').waitFor()
  expect(await hit(page, 'go camping at the lake').count()).toBe(0)
  await server.start()
  await page.context().setOffline(false)
  await hit(page, 'go camping at the lake').waitFor()
}, 60_000)
