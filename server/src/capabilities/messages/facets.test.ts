import { Change, messages } from '@community-chat/shared/capabilities/messages/contract'
import { push } from '@community-chat/shared/protocol/contract'
import { facet } from '@community-chat/shared/protocol/facet'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import type { Context } from '../../kernel/context'
import { openTestApp, type TestApp } from '../../testing/app'
import { pause } from '../../testing/raw'
import * as api from './api'
import { aMessage } from './factory'
import { Messages } from './model'

const { routes } = messages
const counts = facet('test_counts', z.object({ n: z.int() }), { empty: { n: 0 }, maxBytes: 64 })
const notes = facet('test_notes', z.array(z.string()), { empty: [] as string[] })
const counted = push({ type: 'test_counted', to: 'room', summary: 'Counted.', data: Change })
const announcement = { push: counted, cause: { facet: counts.name, by: 'someone' }, extra: { why: 'test' } }

let app: TestApp
let ctx: Context
beforeAll(async () => {
  app = await openTestApp()
  ctx = app.kernel.contextFor({ authorized: true })
})
afterAll(() => app.close())

const count = (messageId: string, by = 1) =>
  api.amend(ctx, messageId, counts, old => ({ n: old.n + by }), announcement)

test('an amended facet is on the message, takes a new value, keeps its place, and reaches the room once', async () => {
  const { bob, message } = await aMessage(app)
  const heard = bob.next(counted)
  const doc = await count(message.id)
  expect([doc.seq, doc.rev > message.rev]).toEqual([message.seq, true])
  const change = await heard
  expect(change).toMatchObject({
    prev: doc.rev - 1,
    cause: { facet: 'test_counts', by: 'someone' },
    why: 'test',
  })
  const stored = await bob.call(routes.get, { messageId: message.id })
  expect(change.message).toEqual(stored)
  expect(counts.of(stored)).toEqual({ n: 1 })
  expect(notes.of(stored)).toEqual([])
  expect(stored.editedAt).toBeUndefined()
})

test('forty amends at once are all counted, in far fewer writes', async () => {
  const { bob, message } = await aMessage(app)
  const docs = await Promise.all(Array.from({ length: 40 }, () => count(message.id)))
  expect(counts.of(await bob.call(routes.get, { messageId: message.id }))).toEqual({ n: 40 })
  expect(new Set(docs.map(doc => doc.rev)).size).toBeLessThan(10)
  const { revs } = (await Messages.findById(message.id).lean())!
  expect(new Set(revs).size).toBe(revs.length)
})

test('amends of different facets, edits and sends at the same moment all stay', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await Promise.all([
    ...Array.from({ length: 10 }, () => count(message.id)),
    ...Array.from({ length: 10 }, (_, i) =>
      api.amend(ctx, message.id, notes, old => [...old, `${i}`], announcement),
    ),
    alice.call(routes.edit, { messageId: message.id, content: { text: 'edited' } }),
    ...Array.from({ length: 10 }, (_, i) =>
      alice.ask(routes.send, { roomId: room.id, content: { text: `${i}` } }),
    ),
  ])
  const stored = await bob.call(routes.get, { messageId: message.id })
  expect(stored.content).toMatchObject({ text: 'edited' })
  expect(counts.of(stored)).toEqual({ n: 10 })
  expect(notes.of(stored).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  const all = await Messages.find({ roomId: room.id }).lean()
  const taken = all.flatMap(one => one.revs)
  expect(new Set(taken).size).toBe(taken.length)
})

test('what is counted is read after the message, so that the last amend is never behind the rows', async () => {
  const { message, bob } = await aMessage(app)
  let rows = 0
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      rows++
      await api.amend(
        ctx,
        message.id,
        counts,
        async () => {
          const n = rows
          await pause(1)
          return { n }
        },
        announcement,
      )
    }),
  )
  expect(counts.of(await bob.call(routes.get, { messageId: message.id }))).toEqual({ n: 20 })
})

test('a facet that grows too large is refused, and what was merged with it is not', async () => {
  const { bob, message } = await aMessage(app)
  const [small, large] = await Promise.allSettled([
    count(message.id),
    api.amend(ctx, message.id, notes, () => ['x'.repeat(5000)], announcement),
  ])
  expect(small.status).toBe('fulfilled')
  expect(large).toMatchObject({
    status: 'rejected',
    reason: { code: 'too_large', data: { facet: 'test_notes' } },
  })
  const stored = await bob.call(routes.get, { messageId: message.id })
  expect([counts.of(stored), notes.of(stored)]).toEqual([{ n: 1 }, []])
})

test('what changes nothing takes no value and tells nobody', async () => {
  const { bob, message } = await aMessage(app)
  await pause(50)
  const frames = bob.frames.length
  const doc = await count(message.id, 0)
  expect(doc.rev).toBe(message.rev)
  await pause(50)
  expect(bob.frames.slice(frames)).toEqual([])
})

test('a husk keeps no facets, also when it becomes one at that moment', async () => {
  const { alice, bob, message } = await aMessage(app)
  await count(message.id)
  await Promise.all([
    count(message.id),
    alice.call(routes.remove, { messageId: message.id }),
    count(message.id),
  ])
  const husk = await bob.call(routes.get, { messageId: message.id })
  expect([husk.content, husk.facets, husk.gone?.why]).toEqual([null, {}, 'deleted'])
  expect((await count(message.id)).rev).toBe(husk.rev)
})

test('what the function throws reaches its caller alone', async () => {
  const { bob, message } = await aMessage(app)
  const fails = api.amend(ctx, message.id, counts, () => Promise.reject(new Error('no rows')), announcement)
  const [failed, fine] = await Promise.allSettled([fails, count(message.id)])
  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'no rows' } })
  expect(fine.status).toBe('fulfilled')
  expect(counts.of(await bob.call(routes.get, { messageId: message.id }))).toEqual({ n: 1 })
})

test('a message that does not exist is not found, and a facet above 4,096 bytes cannot be declared', async () => {
  await expect(count('no-such-message')).rejects.toMatchObject({ code: 'not_found' })
  expect(() => facet('large', z.string(), { empty: '', maxBytes: 4097 })).toThrow('at most 4,096 bytes')
})
