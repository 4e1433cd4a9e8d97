import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Browser, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, enter, log, openRoom, say, until } from './acts'
import { openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { walk } from './scroll'
import { seedMessages } from './seed'
import { isOnTop } from './sight'

const count = 10_000
/** The promise of the design: never more rows than this are in the page. */
const mostRows = 80
const text = (n: number) =>
  `message ${n}${n % 7 === 0 ? ', which takes its time and runs over more lines than one, as people do' : ''}${n % 11 === 0 ? '\nand breaks' : ''}`

const alice = anAccount('Alice')
const bob = anAccount('Bob')
let server: Running
let browser: Browser
let visitor: Visitor
let page: Page
let sayAsBob: (text: string) => Promise<unknown>

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
    senderIds: [his.user.id, his.user.id, hers.user.id],
    count,
    text,
  })
  // The server keeps the counter of a room that it has written to in memory.
  await server.kill()
  await server.start()
  const { at } = await callHttp(server, messages.routes.history, { roomId: room.id }, hers.accessToken)
  await callHttp(server, conversations.routes.markRead, { roomId: room.id, seq: at }, hers.accessToken)
  sayAsBob = said =>
    callHttp(
      server,
      messages.routes.send,
      { roomId: room.id, content: { type: 'text', text: said } },
      his.accessToken,
    )
  visitor = await visit(browser, server.url, phone)
  page = visitor.page
  await enter(page, alice)
  await openRoom(page, 'Long room')
}, 90_000)

afterEach(() => expect(visitor.errors).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('a room opens at its end', async () => {
  await bubble(page, `message ${count}`).waitFor()
  await until('the end in sight', () => isOnTop(bubble(page, `message ${count}`)), Boolean)
  expect(await page.getByRole('button', { name: 'Go to the newest message' }).count()).toBe(0)
})

test('reading back to the first message keeps every row in its place, with few of them mounted', async () => {
  // A few screens in small steps, as a finger would; then page after page to the very beginning.
  const slow = await walk(log(page), { by: -180, calm: 3, most: 60 })
  expect(slow.furthest > 1 ? slow.where : 'still').toBe('still')
  const seen = await walk(log(page), { by: -4000, calm: 2, most: 5000, untilText: text(1) })
  console.log(
    `up: ${slow.steps + seen.steps} steps, ${seen.mostRows} rows at most, ${seen.furthest} px off at most`,
  )
  expect(seen.furthest > 1 ? seen.where : 'still').toBe('still')
  expect(seen.first).toBe(text(1))
  expect(Math.max(slow.mostRows, seen.mostRows)).toBeLessThanOrEqual(mostRows)
  await page.getByText('This is where the room begins').waitFor()
}, 180_000)

test('reading forward to the newest message again does the same', async () => {
  const seen = await walk(log(page), { by: 4000, calm: 2, most: 1500 })
  console.log(`down: ${seen.steps} steps, ${seen.mostRows} rows at most, ${seen.furthest} px off at most`)
  expect(seen.last).toBe(text(count))
  expect(seen.rest).toBeLessThanOrEqual(1)
  expect(seen.furthest > 1 ? seen.where : 'still').toBe('still')
  expect(seen.mostRows).toBeLessThanOrEqual(mostRows)
}, 60_000)

test('the end stays in sight while others speak', async () => {
  for (let n = 1; n <= 3; n++) {
    await sayAsBob(`at the end ${n}`)
    await until(
      `message ${n} in sight`,
      async () =>
        (await bubble(page, `at the end ${n}`).count()) === 1 && isOnTop(bubble(page, `at the end ${n}`)),
      Boolean,
    )
  }
  expect(await page.getByRole('button', { name: /new message/ }).count()).toBe(0)
})

test('who reads further up stays there, and a pill counts what is new below', async () => {
  const up = await walk(log(page), { by: -1500, calm: 3, most: 4 })
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor()
  await sayAsBob('unseen 1')
  await page.getByRole('button', { name: '1 new message', exact: true }).waitFor()
  await sayAsBob('unseen 2')
  const pill = page.getByRole('button', { name: '2 new messages' })
  await pill.waitFor()
  const still = await walk(log(page), { by: 0, calm: 2, most: 1 })
  expect([still.first, Math.abs(still.top - up.top) <= 1]).toEqual([up.first, true])
  expect(await isOnTop(pill)).toBe(true)
  await pill.click()
  await until(
    'the newest in sight',
    async () => (await bubble(page, 'unseen 2').count()) === 1 && isOnTop(bubble(page, 'unseen 2')),
    Boolean,
  )
  await pill.waitFor({ state: 'hidden' })
})

test('what one says oneself is in sight, however far up one was', async () => {
  await walk(log(page), { by: -6000, calm: 3, most: 5 })
  await say(page, 'here I am')
  await until(
    'my own in sight',
    async () => (await bubble(page, 'here I am').count()) === 1 && isOnTop(bubble(page, 'here I am')),
    Boolean,
  )
})

test('a page that did not come is asked for again without a touch', async () => {
  let refused = 0
  const unlucky = await visit(browser, server.url, phone, ({ type, before }) =>
    type === 'history' && before !== undefined && refused++ < 1 ? { code: 'unavailable' } : undefined,
  )
  await enter(unlucky.page, alice)
  await openRoom(unlucky.page, 'Long room')
  await bubble(unlucky.page, 'here I am').waitFor()
  const top = await walk(log(unlucky.page), { by: -20_000, calm: 2, most: 1 })
  await until(
    'an older page',
    () => walk(log(unlucky.page), { by: 0, calm: 2, most: 1 }),
    seen => seen.height > top.height + 500,
  )
  expect(refused).toBeGreaterThan(1)
  expect(unlucky.errors).toEqual([])
})
