/** Two people who answer one another: with quotes in the room, and in threads beside it. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, field, hold, log, openRoom, say, signUp, toChats, until } from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { seedMessages } from './seed'
import { isOnTop } from './sight'

const alice = anAccount('Alice')
const bob = anAccount('Bob')
let server: Running
let browser: Browser
let visitors: Visitor[] = []
/** Alice holds a phone, Bob sits at a desk. */
let hers: Page
let his: Page
let token: string
let roomId: string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  visitors = [await visit(browser, server.url, phone), await visit(browser, server.url, desktop)]
  hers = visitors[0]!.page
  his = visitors[1]!.page
  await Promise.all([signUp(hers, alice), signUp(his, bob)])
  const { username, password } = alice
  const session = await callHttp(server, accounts.routes.login, { username, password })
  token = session.accessToken
  const { items } = await callHttp(server, rooms.routes.list, {}, token)
  roomId = items.find(room => room.name === 'Lobby')!.id
}, 60_000)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** What alice says without opening the room: her other devices are not needed for it. */
const aliceSays = (text: string, more: { replyTo?: string; threadId?: string } = {}) =>
  callHttp(server, messages.routes.send, { roomId, content: { text }, ...more }, token)
const entry = (page: Page): Locator => page.getByRole('button', { name: /^Threads/ })
/** The thread beside its room, or on a page of its own. */
const threadOf = (page: Page): Locator => page.locator('.pane-side')
/** What answers a bubble: the line that leads to the original. */
const quoteIn = (said: Locator): Locator => said.getByRole('button', { name: /^In reply to / })

async function act(page: Page, said: Locator, name: string): Promise<void> {
  if (page === hers) await hold(page, said)
  else await said.click({ button: 'right' })
  await page.getByRole('menuitem', { name, exact: true }).click()
}

test('a reply stands over the field until it is sent, and quotes its original for everyone', async () => {
  await Promise.all([openRoom(hers, 'Lobby'), openRoom(his, 'Lobby')])
  await say(hers, 'where do we meet on Saturday?')
  await act(his, bubble(his, 'where do we meet'), 'Reply')
  await his.getByText('Reply to Alice').waitFor()
  await his.getByRole('button', { name: 'Cancel reply' }).click()
  expect(await his.getByText('Reply to Alice').count()).toBe(0)
  await bubble(his, 'where do we meet').hover()
  await act(his, bubble(his, 'where do we meet'), 'Reply')
  await say(his, 'at the station')
  expect(await his.getByText('Reply to Alice').count()).toBe(0)
  for (const page of [hers, his]) {
    const quoted = quoteIn(bubble(page, 'at the station'))
    await quoted.waitFor()
    expect(await quoted.textContent()).toBe('Alicewhere do we meet on Saturday?')
  }
})

test('a tap on a quote leads to an original far up that is not loaded', async () => {
  const original = await aliceSays('the very first plan')
  const senderIds = [original.senderId]
  await seedMessages(server, { roomId, senderIds, count: 260, text: n => `filling line ${n}` })
  await aliceSays('as I said long ago', { replyTo: original.id })
  await his.reload()
  await bubble(his, 'as I said long ago').waitFor()
  const found = bubble(his, 'the very first plan').filter({ hasNotText: 'as I said' })
  await until(
    'only the newest are loaded',
    () => found.count(),
    count => count === 0,
  )
  await quoteIn(bubble(his, 'as I said long ago')).click()
  await until('the original in sight', async () => (await found.count()) === 1 && isOnTop(found), Boolean)
  expect(await bubble(his, 'filling line 260').count()).toBe(0)
  await his.getByRole('button', { name: 'Go to the newest message' }).click()
  await bubble(his, 'as I said long ago').waitFor()
})

test('nothing of a message that was taken away stays in what quoted it', async () => {
  await openRoom(hers, 'Lobby')
  const regret = await aliceSays('something she regrets')
  await bubble(his, 'something she regrets').waitFor()
  await act(his, bubble(his, 'something she regrets'), 'Reply')
  await say(his, 'really?')
  await quoteIn(bubble(hers, 'really?')).waitFor()
  await callHttp(server, messages.routes.recall, { messageId: regret.id }, token)
  for (const page of [hers, his]) {
    await bubble(page, 'really?').getByText('The original was recalled or removed').waitFor()
    expect(await log(page).getByText('something she regrets').count()).toBe(0)
  }
})

test('a thread begins at any message and stands beside the room', async () => {
  await say(hers, 'who brings the stove?')
  await bubble(his, 'who brings the stove?').waitFor()
  await act(his, bubble(his, 'who brings the stove?'), 'Reply in thread')
  const beside = threadOf(his)
  await beside.getByRole('heading', { name: 'Thread' }).waitFor()
  await beside.getByText('No replies yet').waitFor()
  await field(beside as never).fill('I have a small one')
  await field(beside as never).press('Enter')
  await beside.getByRole('article').filter({ hasText: 'I have a small one' }).waitFor()
  await log(hers)
    .getByRole('button', { name: /^1 reply, last / })
    .waitFor()
  expect(await bubble(hers, 'I have a small one').count()).toBe(0)
  const inRoom = his.locator('.pane-room').getByRole('article').filter({ hasText: 'I have a small one' })
  expect(await inRoom.count()).toBe(0)
})

test('whose message it is finds the thread in the list, with what is new, until it is read', async () => {
  await toChats(hers)
  await hers.getByRole('button', { name: 'Threads, 1 with new replies' }).click()
  const row = hers.getByRole('button', { name: /Lobby, who brings the stove\?, 1 unread/ })
  await row.click()
  const page = threadOf(hers)
  await page.getByRole('article').filter({ hasText: 'I have a small one' }).waitFor()
  await page.getByRole('article').filter({ hasText: 'who brings the stove?' }).waitFor()
  await say(hers, 'then I bring the pot')
  await threadOf(his).getByRole('article').filter({ hasText: 'then I bring the pot' }).waitFor()
  await toChats(hers)
  await hers.getByRole('button', { name: 'Threads', exact: true }).waitFor()
})

test('a reply may be said to the room too, and leads back to its thread', async () => {
  const beside = threadOf(his)
  await beside.getByRole('checkbox', { name: 'Also send to the room' }).click()
  await field(beside as never).fill('everyone: nine at the station')
  await field(beside as never).press('Enter')
  expect(await beside.getByRole('checkbox', { name: 'Also send to the room' }).isChecked()).toBe(false)
  await openRoom(hers, 'Lobby')
  const both = bubble(hers, 'everyone: nine at the station')
  await both.waitFor()
  await both.getByRole('button', { name: /^Replied in a thread/ }).click()
  await threadOf(hers).getByRole('article').filter({ hasText: 'then I bring the pot' }).waitFor()
  await log(his)
    .first()
    .getByRole('button', { name: /^3 replies, last / })
    .waitFor()
})

test('who follows no longer is not called, and may follow again', async () => {
  const beside = threadOf(his)
  await beside.getByRole('button', { name: 'Thread notifications' }).click()
  await his.getByRole('menuitem', { name: 'Unfollow thread' }).click()
  await until(
    'no way to the threads',
    () => entry(his).count(),
    count => count === 0,
  )
  await beside.getByRole('button', { name: 'Thread notifications' }).click()
  await his.getByRole('menuitem', { name: 'Follow thread' }).click()
  await entry(his).waitFor()
  await beside.getByRole('button', { name: 'Close thread' }).click()
  expect(await threadOf(his).count()).toBe(0)
})
