/** What people who come from other messengers expect without being told, on a phone: a test for each convention. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms, type Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Browser, Locator, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import {
  anAccount,
  bubble,
  chat,
  choose,
  enter,
  field,
  hold,
  log,
  openRoom,
  say,
  toChats,
  until,
} from './acts'
import { openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { walk } from './scroll'
import { seedMessages } from './seed'
import { isOnTop, sightOf } from './sight'

const alice = anAccount('Alice')
const bob = anAccount('Bob')
const minute = 60_000
const day = 24 * 60 * minute

let server: Running
let browser: Browser
let visitor: Visitor
let page: Page
let hers: Session
let his: Session
/** A group of the two, and the room of only the two. */
let group: Room
let direct: Room
/** What the page is refused, by the type of the request. */
let refused: Record<string, { code: string } | undefined> = {}

const aRoom = (name: string) =>
  callHttp(
    server,
    rooms.routes.create,
    { name, type: 'group_chat', visibility: 'private', memberIds: [his.user.id] },
    hers.accessToken,
  )
const sayAsBob = (roomId: string, text: string) =>
  callHttp(server, messages.routes.send, { roomId, content: { type: 'text', text } }, his.accessToken)
const inSight = (target: Locator) => async () => (await target.count()) === 1 && (await isOnTop(target))
const menuOf = async (target: Locator) => {
  await hold(page, target)
  await page.getByRole('menuitem').first().waitFor()
  const names = await page.getByRole('menuitem').allTextContents()
  return names.filter(Boolean)
}
const closeMenu = async () => {
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' })
}

/** The moments before now at which the seeded messages of a room were said, the oldest first. */
const times = [9 * day, 3 * day, 20 * minute, 16 * minute, 9 * minute, 1]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const signUp = ({ username, password, name }: typeof alice) =>
    callHttp(server, accounts.routes.signup, { username, password, displayName: name })
  ;[hers, his] = [await signUp(alice), await signUp(bob)]
  group = await aRoom('Hikers')
  direct = await callHttp(server, rooms.routes.openDirect, { userId: his.user.id }, hers.accessToken)
  const [timed, long] = [await aRoom('Times'), await aRoom('Long')]
  const senderIds = [his.user.id, hers.user.id]
  const now = Date.now()
  await seedMessages(server, {
    roomId: timed.id,
    senderIds: [his.user.id],
    count: times.length,
    text: n => `time ${n}`,
    at: n => new Date(now - times[n - 1]!),
  })
  await seedMessages(server, { roomId: long.id, senderIds, count: 130, text: n => `long ${n}` })
  // The server keeps the counter of a room that it has written to in memory.
  await server.kill()
  await server.start()
  for (const { id } of [timed, long]) {
    const { at } = await callHttp(server, messages.routes.history, { roomId: id }, hers.accessToken)
    await callHttp(server, conversations.routes.markRead, { roomId: id, seq: at }, hers.accessToken)
  }
  visitor = await visit(browser, server.url, phone, ({ type }) => refused[type])
  page = visitor.page
  await enter(page, alice)
}, 90_000)

afterEach(async () => {
  refused = {}
  if ((await page.getByRole('menu').count()) > 0) await closeMenu()
  expect(visitor.errors).toEqual([])
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('1: my own stand on the right, those of others on the left with a face; only groups name them', async () => {
  for (const { id } of [group, direct]) await sayAsBob(id, 'from the left')
  for (const [name, named] of [
    ['Hikers', true],
    ['Bob', false],
  ] as const) {
    await openRoom(page, name)
    await say(page, 'from the right')
    const [own, other] = [bubble(page, 'from the right'), bubble(page, 'from the left')]
    await own.waitFor()
    const face = log(page).getByRole('button', { name: 'Profile of Bob' })
    const [mine, theirs, faced] = [await sightOf(own), await sightOf(other), await sightOf(face)]
    expect(mine.right).toBeGreaterThan(390 - 20)
    expect(theirs.left).toBeLessThan(72)
    expect(faced.right).toBeLessThanOrEqual(theirs.left)
    expect(await log(page).getByText('Bob', { exact: true }).count()).toBe(named ? 1 : 0)
  }
  await log(page).getByRole('button', { name: 'Profile of Bob' }).click()
  await page.getByRole('heading', { name: 'Bob' }).waitFor()
}, 60_000)

test('2: a time stands in the middle after more than five minutes: a clock, a weekday, a date', async () => {
  await openRoom(page, 'Times')
  await bubble(page, 'time 6').waitFor()
  const line = (text: RegExp) => log(page).getByText(text)
  // 20 minutes ago begins a day, 16 stands 4 after it; 9 and now are more than 5 apart.
  const clocks = await line(/^(?:Yesterday )?\d{1,2}:\d\d$/).count()
  expect([3, 4]).toContain(clocks)
  expect(await line(/^[A-Z][a-z]+day \d{1,2}:\d\d$/).count()).toBe(1)
  expect(await line(/^[A-Z][a-z]{2} \d{1,2}(?:, \d{4})? \d{1,2}:\d\d$/).count()).toBeGreaterThanOrEqual(1)
  const last = await sightOf(line(/^(?:Yesterday )?\d{1,2}:\d\d$/).last())
  expect(Math.abs((last.left + last.right) / 2 - 195)).toBeLessThan(2)
}, 60_000)

test('3: pulling down loads older ones without a jump, and the beginning says so', async () => {
  await openRoom(page, 'Long')
  await bubble(page, 'long 130').waitFor()
  const seen = await walk(log(page), { by: -300, calm: 3, most: 200, untilText: 'long 1' })
  expect(seen.furthest > 1 ? seen.where : 'still').toBe('still')
  expect(seen.first).toBe('long 1')
  await page.getByText('This is where the room begins').waitFor()
}, 60_000)

test('4: at the end new ones scroll in; further up a pill counts them; my own always scroll', async () => {
  await openRoom(page, 'Hikers')
  for (let n = 1; n <= 14; n++) await sayAsBob(group.id, `step ${n}`)
  await until('the newest in sight', inSight(bubble(page, 'step 14')), Boolean)
  expect(await page.getByRole('button', { name: /new message/ }).count()).toBe(0)
  await walk(log(page), { by: -400, calm: 2, most: 1 })
  await sayAsBob(group.id, 'one more')
  await page.getByRole('button', { name: '1 new message', exact: true }).waitFor()
  await say(page, 'my own is seen')
  await until('my own in sight', inSight(bubble(page, 'my own is seen')), Boolean)
  await toChats(page)
  for (let n = 1; n <= 20; n++) await sayAsBob(group.id, `meanwhile ${n}`)
  await openRoom(page, 'Hikers')
  await page.getByRole('button', { name: 'Go to the first of 20 unread messages' }).click()
  await until('the first unread in sight', inSight(bubble(page, /^meanwhile 1$/)), Boolean)
  await log(page).getByText('New messages', { exact: true }).waitFor()
}, 60_000)

test('7: a long press opens what can be done: two rows at most, what destroys last', async () => {
  await openRoom(page, 'Hikers')
  await say(page, 'press me')
  const own = await menuOf(bubble(page, 'press me').last())
  expect(own).toEqual(expect.arrayContaining(['Reply', 'Copy', 'Edit', 'Recall']))
  expect(own.length).toBeLessThanOrEqual(10)
  await closeMenu()
  await sayAsBob(group.id, 'press his')
  await bubble(page, 'press his').waitFor()
  const theirs = await menuOf(bubble(page, 'press his'))
  expect(theirs).toEqual(expect.arrayContaining(['Reply', 'Copy']))
  expect(theirs).not.toContain('Edit')
  expect(theirs).not.toContain('Recall')
  await closeMenu()
}, 60_000)

test('8: what is recalled leaves a line, and its text can be edited again; who took one away is named', async () => {
  await openRoom(page, 'Hikers')
  await say(page, 'a hasty word')
  await hold(page, bubble(page, 'a hasty word'))
  await choose(page, 'Recall')
  await log(page).getByText('You recalled a message').waitFor()
  expect(await bubble(page, 'a hasty word').count()).toBe(0)
  await log(page).getByRole('button', { name: 'Edit again' }).click()
  expect(await field(page).inputValue()).toBe('a hasty word')
  await field(page).fill('')
  const { id } = await sayAsBob(group.id, 'taken away')
  await bubble(page, 'taken away').waitFor()
  await callHttp(server, messages.routes.remove, { messageId: id }, hers.accessToken)
  await log(page).getByText('You deleted a message').waitFor()
}, 60_000)

test('9: what failed has a mark on its left that sends it again; who blocked me lets a grey line say so', async () => {
  await openRoom(page, 'Hikers')
  refused = { send_message: { code: 'forbidden' } }
  await say(page, 'does not leave')
  const mark = page.getByRole('button', { name: 'Not sent. Tap to retry.' })
  await mark.waitFor()
  const failed = bubble(page, 'does not leave')
  expect((await sightOf(mark)).right).toBeLessThanOrEqual((await sightOf(failed)).left + 4)
  refused = {}
  await mark.click()
  await mark.waitFor({ state: 'detached' })
  await until(
    'one of it',
    () => failed.count(),
    count => count === 1,
  )
  await callHttp(server, blocks.routes.block, { userId: hers.user.id }, his.accessToken)
  await openRoom(page, 'Bob')
  await say(page, 'can you hear me')
  await log(page).getByText("Your message can't be delivered.").waitFor()
  expect(await log(page).getByRole('button', { name: 'Tap to retry', exact: true }).count()).toBe(1)
  await callHttp(server, blocks.routes.unblock, { userId: hers.user.id }, his.accessToken)
  await log(page).getByRole('button', { name: 'Tap to retry', exact: true }).click()
  await mark.waitFor({ state: 'detached' })
}, 60_000)

test('10: a row shows its number, the last words and the time, and the tab the sum', async () => {
  await openRoom(page, 'Long')
  await toChats(page)
  await sayAsBob(group.id, 'see the row')
  await sayAsBob(direct.id, 'and this one')
  const row = chat(page, 'Hikers')
  await until(
    'one unread',
    () => row.getAttribute('aria-label'),
    label => /^Hikers, 1 unread/.test(label ?? ''),
  )
  expect(await row.getByText('see the row').isVisible()).toBe(true)
  expect(await row.getByText(/^\d{1,2}:\d\d$/).isVisible()).toBe(true)
  await page.getByRole('tab', { name: 'Chats, 2 unread' }).waitFor()
}, 60_000)

test('11: a group counts its members in the title; who comes, goes and renames stands grey in the middle', async () => {
  await openRoom(page, 'Hikers')
  await page.getByText('(2)').waitFor()
  await callHttp(server, rooms.routes.leave, { roomId: group.id }, his.accessToken)
  const note = log(page).getByText('Bob left the room')
  await note.waitFor()
  const { left, right } = await sightOf(note)
  expect(Math.abs((left + right) / 2 - 195)).toBeLessThan(2)
  await page.getByText('(1)').waitFor()
}, 60_000)

test('13: in a room of two my own say whether they were read', async () => {
  await openRoom(page, 'Bob')
  await say(page, 'did you see this')
  const own = bubble(page, 'did you see this')
  await own.waitFor()
  const mark = (word: string) => log(page).getByText(word, { exact: true }).last()
  await mark('Unread').waitFor()
  expect((await sightOf(mark('Unread'))).right).toBeLessThanOrEqual((await sightOf(own)).left)
  const { at } = await callHttp(server, messages.routes.history, { roomId: direct.id }, his.accessToken)
  await callHttp(server, conversations.routes.markRead, { roomId: direct.id, seq: at }, his.accessToken)
  await mark('Read').waitFor()
}, 60_000)
