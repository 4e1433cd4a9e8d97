import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anAccount } from '../capabilities/accounts/factory'
import { registered } from '../capabilities/accounts/api'
import { Accounts } from '../capabilities/accounts/model'
import { Members } from '../capabilities/rooms/model'
import { openTestApp, type TestApp } from '../testing/app'
import { aPerson, callHttp, type TestPerson } from '../testing/person'
import { always, event, raise, subscribe, todoFor, when } from './bus'
import type { Context } from './context'
import { sweep } from './jobs'

let app: TestApp
let ctx: Context
let first: TestPerson
beforeAll(async () => {
  app = await openTestApp()
  first = await aPerson(app, 'first')
  ctx = app.kernel.contextFor({ authorized: true })
})
afterAll(() => app.close())

/** What a crash leaves behind between the write of an account and those who wait for it. */
async function aCrash(name: string): Promise<string> {
  const { username, session } = await anAccount(app, name)
  const userId = session.user.id
  await Members.deleteMany({ userId })
  await Accounts.updateOne({ usernameKey: username.toLowerCase() }, { $set: { todo: todoFor(registered) } })
  return userId
}
const todoOf = async (userId: string) => (await Accounts.findById(userId).lean())?.todo
const notesOf = async (userId: string) => {
  const { items } = await first.call(messages.routes.history, { roomId: 'lobby', limit: 100 })
  return items.filter(
    one => one.content && 'subjectIds' in one.content && one.content.subjectIds.includes(userId),
  ).length
}

test('an account is written with what is still to be done for it, and it is crossed off when done', async () => {
  expect(todoFor(registered)).toEqual(['communities.claim', 'rooms.lobby'])
  const { session } = await anAccount(app)
  expect(await todoOf(session.user.id)).toEqual([])
})

test('what a crash left undone the sweep does, and once more changes nothing', async () => {
  const userId = await aCrash('crashed')
  const notes = await notesOf(userId)
  expect(await Members.exists({ userId, roomId: 'lobby', left: false })).toBeNull()
  await sweep(ctx)
  expect(await Members.exists({ userId, roomId: 'lobby', left: false })).not.toBeNull()
  expect(await todoOf(userId)).toEqual([])
  await sweep(ctx)
  await Accounts.updateOne({ _id: userId }, { $set: { todo: todoFor(registered) } })
  await sweep(ctx)
  expect(await notesOf(userId)).toBe(notes + 1)
  expect(await Members.countDocuments({ userId, roomId: 'lobby', left: false })).toBe(1)
  expect((await first.call(rooms.routes.get, { roomId: 'lobby' })).role).toBe('owner')
})

test('two sweeps at once do it once', async () => {
  const userId = await aCrash('raced')
  const notes = await notesOf(userId)
  await Promise.all([sweep(ctx), sweep(ctx), sweep(ctx)])
  expect(await Members.countDocuments({ userId, roomId: 'lobby', left: false })).toBe(1)
  expect(await notesOf(userId)).toBe(notes + 1)
})

test('a durable listener that fails holds up nobody, and is tried until it is through', async () => {
  let broken = true
  const heard: string[] = []
  subscribe([
    always(registered, 'test.flaky', (_ctx, { userId }) => {
      if (broken) throw new Error('not now')
      heard.push(userId)
    }),
  ])
  const person = await aPerson(app, 'patient')
  expect(await todoOf(person.id)).toEqual(['test.flaky'])
  await callHttp(app, accounts.routes.sessions, {}, person.session.accessToken)
  await sweep(ctx)
  expect(await todoOf(person.id)).toEqual(['test.flaky'])
  broken = false
  await sweep(ctx)
  expect([heard, await todoOf(person.id)]).toEqual([[person.id], []])
})

test('listeners run one after the other in the order of the list; one that fails stops no other', async () => {
  const happened = event<number>('test.happened')
  const heard: string[] = []
  subscribe([
    when(happened, async () => {
      await new Promise(resolve => setTimeout(resolve, 20))
      heard.push('slow')
    }),
    when(happened, () => Promise.reject(new Error('broken'))),
    when(happened, (_ctx, n) => void heard.push(`last ${n}`)),
  ])
  await raise(ctx, happened, 7)
  expect(heard).toEqual(['slow', 'last 7'])
  expect(todoFor(happened)).toEqual([])
})

test('a durable listener needs an event that a document carries', () => {
  expect(() => subscribe([always(event('test.hint'), 'test.lost', () => undefined)])).toThrow(
    'test.hint has no carrier',
  )
})
