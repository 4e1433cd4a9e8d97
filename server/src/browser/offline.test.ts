import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Session } from '@community-chat/shared/capabilities/accounts/contract'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import type { Browser, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, chat, field, openRoom, say, signUp, textsIn, until } from './acts'
import { anotherTab, desktop, keeping, openBrowser, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const alice = anAccount('Alice')
const bob = anAccount('Bob')
let server: Running
let browser: Browser
let visitors: Visitor[] = []
let her: Visitor
let hers: Page
let his: Page
/** Bob once more, who asks the server itself what it has. */
let witness: Session
let lobby: string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  visitors = [
    await visit(browser, server.url, { ...desktop, ...keeping }),
    await visit(browser, server.url, { ...desktop, ...keeping }),
  ]
  her = visitors[0]!
  hers = her.page
  his = visitors[1]!.page
  await Promise.all([signUp(hers, alice), signUp(his, bob)])
  await Promise.all([openRoom(hers, 'Lobby'), openRoom(his, 'Lobby')])
  witness = await callHttp(server, accounts.routes.login, { username: bob.username, password: bob.password })
  const { items } = await callHttp(server, rooms.routes.list, {}, witness.accessToken)
  lobby = items[0]!.id
}, 60_000)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const waiting = (page: Page) => page.getByRole('img', { name: 'Waiting for the network' })

/** What the server keeps of the room, of the messages that begin so. */
async function kept(beginning: string, roomId = lobby): Promise<string[]> {
  const page = await callHttp(server, messages.routes.history, { roomId, limit: 100 }, witness.accessToken)
  return page.items
    .map(({ content }) => (content && 'text' in content ? content.text : ''))
    .filter(text => text.startsWith(beginning))
}

/** The server and both pages show these, once and in this order, and nothing is left to send. */
async function arrived(beginning: string, expected: string[], pages = [hers, his]): Promise<void> {
  const whole = (seen: string[]) => seen.length >= expected.length
  expect(await until(`${beginning} on the server`, () => kept(beginning), whole)).toEqual(expected)
  for (const page of pages) {
    expect(await until(`${beginning} on a page`, () => textsIn(page, beginning), whole)).toEqual(expected)
  }
  for (const page of pages) {
    await until(
      `nothing waits`,
      () => waiting(page).count(),
      count => count === 0,
    )
    expect(await page.getByRole('button', { name: /^Not sent/ }).count()).toBe(0)
  }
}

/** How many unsent messages the browser has stored. */
const stored = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('community-chat', 1)
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const all = opening.result.transaction('entries').objectStore('entries').getAllKeys()
          all.onsuccess = () => {
            opening.result.close()
            resolve(all.result.filter(key => String(key).includes('/outbox/')).length)
          }
        }
      }),
  )

test('what is written without a network waits in sight, and leaves once and in order with it', async () => {
  await hers.context().setOffline(true)
  await hers.getByText("You're offline. Messages will send when you're back.").first().waitFor()
  const texts = ['offline 1', 'offline 2', 'offline 3', 'offline 4', 'offline 5']
  for (const text of texts) await say(hers, text)
  expect(await textsIn(hers, 'offline')).toEqual(texts)
  await until(
    'all wait',
    () => waiting(hers).count(),
    count => count === texts.length,
  )
  expect(await field(hers).isEnabled()).toBe(true)
  await say(his, 'said while you were away')
  expect(await textsIn(his, 'offline')).toEqual([])

  await hers.context().setOffline(false)
  await arrived('offline', texts)
  await bubble(hers, 'said while you were away').waitFor()
  await hers.getByText("You're offline").first().waitFor({ state: 'hidden' })
})

test('a server that is killed loses nothing that was acked, and gets the rest once', async () => {
  await say(hers, 'killed 1')
  await say(his, 'killed 2')
  await arrived('killed', ['killed 1', 'killed 2'])
  await server.kill()
  await hers.getByText("You're offline").first().waitFor()
  await say(hers, 'killed 3')
  await say(hers, 'killed 4')
  await bubble(hers, 'killed 4').waitFor()
  expect(await textsIn(hers, 'killed')).toEqual(['killed 1', 'killed 2', 'killed 3', 'killed 4'])
  await server.start()
  await arrived('killed', ['killed 1', 'killed 2', 'killed 3', 'killed 4'])
})

test('a server that is killed among messages on their way has each of them once and in order', async () => {
  const texts = Array.from({ length: 12 }, (_, n) => `between ${String(n + 1).padStart(2, '0')}`)
  for (const [n, text] of texts.entries()) {
    await say(hers, text)
    if (n === 6) await server.kill()
  }
  await server.start()
  await arrived('between', texts)
})

test('a tab that was closed with unsent messages sends them once when it is opened again', async () => {
  await hers.context().setOffline(true)
  await hers.getByText("You're offline").first().waitFor()
  await say(hers, 'closed 1')
  await say(hers, 'closed 2')
  await until(
    'both are stored',
    () => stored(hers),
    count => count === 2,
  )
  const context = hers.context()
  await hers.close()
  await context.setOffline(false)
  expect(await kept('closed')).toEqual([])
  const again = await context.newPage()
  visitors.push({ page: again, errors: [] })
  await again.goto(server.url)
  hers = again
  her.page = again
  await openRoom(hers, 'Lobby')
  await arrived('closed', ['closed 1', 'closed 2'])
  expect(await stored(hers)).toBe(0)
})

test('two tabs of one person share what is unsent, and it is sent once', async () => {
  const other = await anotherTab(her)
  visitors.push(other)
  await openRoom(other.page, 'Lobby')
  await hers.context().setOffline(true)
  await hers.getByText("You're offline").first().waitFor()
  await other.page.getByText("You're offline").first().waitFor()
  await say(hers, 'tabs 1')
  await bubble(other.page, 'tabs 1').waitFor()
  await say(other.page, 'tabs 2')
  await bubble(hers, 'tabs 2').waitFor()
  await say(hers, 'tabs 3')
  await hers.context().setOffline(false)
  await arrived('tabs', ['tabs 1', 'tabs 2', 'tabs 3'], [hers, his, other.page])
  // The tab that may have been the one that sends goes away; the other takes over.
  await other.page.close()
  await say(hers, 'tabs 4')
  await arrived('tabs', ['tabs 1', 'tabs 2', 'tabs 3', 'tabs 4'])
})

test('a reload without a network, or a server, opens the page with its chats and the newest messages', async () => {
  await until(
    'the service worker',
    () => hers.evaluate(async () => (await caches.keys()).length > 0 && !!navigator.serviceWorker.controller),
    Boolean,
  )
  await hers.context().setOffline(true)
  await hers.reload()
  await bubble(hers, 'tabs 4').waitFor()
  await hers.getByText("You're offline").first().waitFor()
  expect(await chat(hers, 'Lobby').isVisible()).toBe(true)
  await say(hers, 'reloaded 1')
  await until(
    'it is stored',
    () => stored(hers),
    count => count === 1,
  )
  await hers.reload()
  await bubble(hers, 'reloaded 1').waitFor()
  await hers.context().setOffline(false)
  await arrived('reloaded', ['reloaded 1'])

  await server.kill()
  await hers.reload()
  await bubble(hers, 'reloaded 1').waitFor()
  await say(hers, 'reloaded 2')
  await server.start()
  await arrived('reloaded', ['reloaded 1', 'reloaded 2'])
}, 120_000)

test('a message that is refused three times waits for a tap, and what follows it does not', async () => {
  let refused = 0
  const refusing = await visit(browser, server.url, { ...desktop, ...keeping }, ({ type, content }) =>
    type === 'send_message' && content.text === 'refused' && refused++ < 3
      ? { code: 'unavailable', retryAfter: 0.1 }
      : undefined,
  )
  const { page } = refusing
  visitors.push(refusing)
  await signUp(page, anAccount('Carol'))
  await openRoom(page, 'Lobby')
  await say(page, 'refused')
  await say(page, 'not refused')
  const failed = page.getByRole('button', { name: 'Not sent. Tap to retry.' })
  await failed.waitFor()
  expect(refused).toBe(3)
  await bubble(his, 'not refused').waitFor()
  expect(await bubble(his, 'refused').count()).toBe(1)
  await page.getByText('The service is busy. Try again in a moment.').waitFor()
  await failed.click()
  await until(
    'both',
    () => kept('refused'),
    seen => seen.length > 0,
  )
  await failed.waitFor({ state: 'hidden' })
  expect(await kept('refused')).toEqual(['refused'])
  await page.context().close()
})

test('what was written to a room that one was removed from fails with its reason', async () => {
  const token = (
    await callHttp(server, accounts.routes.login, { username: alice.username, password: alice.password })
  ).accessToken
  const room = await callHttp(
    server,
    rooms.routes.create,
    { name: 'Closed circle', type: 'group_chat', visibility: 'private', memberIds: [witness.user.id] },
    token,
  )
  await openRoom(his, 'Closed circle')
  await his.context().setOffline(true)
  await his.getByText("You're offline").first().waitFor()
  await say(his, 'too late')
  await callHttp(server, rooms.routes.removeMember, { roomId: room.id, userId: witness.user.id }, token)
  await his.context().setOffline(false)
  await his.getByText("This room isn't here any more").waitFor()
  const left = his.getByRole('group', { name: 'Written here, and not sent' })
  await left.getByText('too late').waitFor()
  await left.getByRole('button', { name: 'Discard' }).click()
  await left.waitFor({ state: 'hidden' })
  await until(
    'nothing stored',
    () => stored(his),
    count => count === 0,
  )
  expect(await chat(his, 'Closed circle').count()).toBe(0)
})
