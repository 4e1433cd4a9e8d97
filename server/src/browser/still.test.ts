/** Whatever arrives above or below, what one is reading stays where it is. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms, type Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Browser, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, enter, log, openRoom, until } from './acts'
import { openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { stillWhile, walk } from './scroll'
import { seedMessages } from './seed'
import { sightOf } from './sight'

const alice = anAccount('Alice')
const bob = anAccount('Bob')
const count = 300
let server: Running
let browser: Browser
let visitor: Visitor
let page: Page
let his: Session
let room: Room
/** The number of the first bubble that is wholly on the screen. */
let reading = 0

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const signUp = ({ username, password, name }: typeof alice) =>
    callHttp(server, accounts.routes.signup, { username, password, displayName: name })
  const hers = await signUp(alice)
  his = await signUp(bob)
  const group = { name: 'Still', type: 'group_chat', visibility: 'private' } as const
  room = await callHttp(server, rooms.routes.create, { ...group, memberIds: [his.user.id] }, hers.accessToken)
  const text = (n: number) =>
    `number ${n}${n % 5 ? '' : ' with a few more words, so that it takes two lines'}`
  await seedMessages(server, { roomId: room.id, senderIds: [his.user.id, hers.user.id], count, text })
  // The server keeps the counter of a room that it has written to in memory.
  await server.kill()
  await server.start()
  visitor = await visit(browser, server.url, phone)
  page = visitor.page
  await enter(page, alice)
  await openRoom(page, 'Still')
  await bubble(page, `number ${count}`).waitFor()
  const seen = await walk(log(page), { by: -700, calm: 3, most: 12 })
  reading = Number(/^number (\d+)/.exec(seen.first)![1])
}, 90_000)

afterEach(() => expect(visitor.errors).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const numbered = (n: number) => bubble(page, new RegExp(`^number ${n}(?!\\d)`))
const messageOf = async (n: number) => {
  const page = await callHttp(
    server,
    messages.routes.history,
    { roomId: room.id, limit: 100 },
    his.accessToken,
  )
  const first = page.items[0]!.seq
  const last = page.items.at(-1)!
  const seq = last.seq - (count - n)
  if (seq >= first) return page.items.find(one => one.seq === seq)!
  const around = { roomId: room.id, around: seq, limit: 10 }
  const { items } = await callHttp(server, messages.routes.history, around, his.accessToken)
  return items.find(one => one.seq === seq)!
}
const react = async (n: number, emoji: string) =>
  callHttp(server, reactions.routes.add, { messageId: (await messageOf(n)).id, emoji }, his.accessToken)
/** The row of a bubble is at least this much higher than before. */
const grows = async (n: number, work: () => Promise<unknown>) => {
  const row = numbered(n).locator('xpath=ancestor::*[contains(@class, "feed-row")]')
  const height = async () => {
    const { top, bottom } = await sightOf(row)
    return bottom - top
  }
  const before = await height()
  await work()
  await until(`number ${n} higher`, height, now => now > before + 10)
}

test.each([
  ['above', -2],
  ['far above', -9],
  ['below', 3],
])('reactions %s', async (_, step) => {
  const n = reading + step
  expect(await stillWhile(numbered(reading), () => grows(n, () => react(n, '🎉')))).toBe('still')
})

test.each([
  ['above', -3],
  ['below', 2],
])('the foot of a thread %s', async (_, step) => {
  const n = reading + step
  const { id } = await messageOf(n)
  const answer = { roomId: room.id, content: { type: 'text' as const, text: 'in the thread' }, threadId: id }
  const work = () => grows(n, () => callHttp(server, messages.routes.send, answer, his.accessToken))
  expect(await stillWhile(numbered(reading), work)).toBe('still')
})

test('a text that becomes longer above', async () => {
  const mine = [reading - 4, reading - 5].find(n => n % 2 === 1)!
  const { id } = await messageOf(mine)
  const content = { type: 'text' as const, text: `number ${mine} ${'that says more than before '.repeat(6)}` }
  const edit = () => callHttp(server, messages.routes.edit, { messageId: id, content }, his.accessToken)
  expect(await stillWhile(numbered(reading), () => grows(mine, edit))).toBe('still')
})

test.each([
  ['above', -6],
  ['below', 4],
])('a picture that comes late %s', async (_, step) => {
  const n = reading + step
  const picture = () =>
    numbered(n).evaluate(element => {
      const image = document.createElement('img')
      image.style.display = 'block'
      element.append(image)
      setTimeout(() => {
        const size = 'width="200" height="180"'
        image.src = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" ${size}/>`)}`
      }, 200)
    })
  expect(await stillWhile(numbered(reading), () => grows(n, picture))).toBe('still')
})

test('new messages below, and what others begin to type', async () => {
  const say = (text: string) =>
    callHttp(
      server,
      messages.routes.send,
      { roomId: room.id, content: { type: 'text', text } },
      his.accessToken,
    )
  const work = async () => {
    for (let n = 1; n <= 5; n++) await say(`later ${n}`)
    await page.getByRole('button', { name: /^\d+ new messages$/ }).waitFor()
  }
  expect(await stillWhile(numbered(reading), work)).toBe('still')
})

test('older pages, while one waits at their edge', async () => {
  const seen = await walk(log(page), { by: -500, calm: 4, most: 60, untilText: 'number 1' })
  expect(seen.furthest > 1 ? seen.where : 'still').toBe('still')
})
