import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { answered, countsOf, further, without } from './counts'

const known = {
  positions: { ann: 5, ben: 9, me: 12, late: 9 },
  since: { ann: '2026-01-01T00:00:00.000Z', late: '2026-03-01T00:00:00.000Z' },
}
const said = (seq: number) => ({ seq, senderId: 'me', createdAt: '2026-02-01T00:00:00.000Z' })

test.each([
  [5, 2],
  [6, 1],
  [10, 0],
])('%i was read by %i of those who were there', (seq, read) => {
  expect(countsOf(known, said(seq))).toEqual({ read, all: 2 })
})

test('positions only move on, and go with whoever goes', () => {
  expect(further(known, { ann: 4 })).toBe(known)
  expect(further(known, { ann: 7, new: 1 }).positions).toEqual({ ann: 7, ben: 9, me: 12, late: 9, new: 1 })
  expect(without(known, 'ann')).toEqual({
    positions: { ben: 9, me: 12, late: 9 },
    since: { late: '2026-03-01T00:00:00.000Z' },
  })
})

test('who answers in the room has read up to it, if they tell how far they read', () => {
  const by = (senderId: string, more: Partial<Message> = {}) =>
    answered(known, { senderId, seq: 7, type: 'text', ...more } as Message)
  expect(by('ann').positions).toMatchObject({ ann: 7 })
  expect(by('ann', { threadId: 't', alsoToRoom: true }).positions).toMatchObject({ ann: 7 })
  for (const same of [by('silent'), by('ben'), by('ann', { threadId: 't' }), by('ann', { type: 'system' })])
    expect(same).toBe(known)
})
