import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { act, renderHook } from '@testing-library/react'
import { useLanguage } from '../../kernel/words'
import { positions } from './positions'
import { useReceiptPart } from './useReceiptPart'

const room = (type: Room['type'], memberCount = 3) => ({ id: 'r', type, memberCount }) as Room
const said = (more: Partial<Message> = {}) =>
  ({ senderId: 'me', seq: 5, type: 'text', createdAt: '2026-02-01T00:00:00.000Z', ...more }) as Message
const spokenIn = (place: Room, message = said()) =>
  renderHook(() => useReceiptPart(place, 'me', jest.fn())).result.current.spoken?.(message)
const know = (known: ReturnType<typeof positions.get>) => act(() => positions.set(known))
const readTo = (...seqs: number[]) =>
  know({
    r: { positions: { me: 5, ...Object.fromEntries(seqs.map((seq, n) => [`p${n}`, seq])) }, since: {} },
  })

afterEach(() => know({}))

test('who listens is told what the mark beside my own shows', () => {
  readTo(7, 4)
  expect(spokenIn(room('group_chat'))).toBe('read by 1 of 2')
  readTo(4)
  expect(spokenIn(room('direct_message', 2))).toBe('not read yet')
  readTo(5)
  expect(spokenIn(room('direct_message', 2))).toBe('read')
  const { result } = renderHook(useLanguage)
  act(() => result.current.choose('zh'))
  expect(spokenIn(room('direct_message', 2))).toBe('已读')
  expect(spokenIn(room('group_chat'))).toBe('1 人中 1 人已读')
  act(() => result.current.choose('en'))
})

test.each<[string, Room, Message]>([
  ['of what others say', room('group_chat'), said({ senderId: 'p0' })],
  ['of what stands only in a thread', room('group_chat'), said({ threadId: 't' })],
  ['in a room too large for marks', room('group_chat', 1000), said()],
])('nothing is told %s, where no mark is', (_, place, message) => {
  readTo(9)
  expect(spokenIn(place, message)).toBeUndefined()
})

test('nothing is told before it is known', () => {
  expect(spokenIn(room('group_chat'))).toBeUndefined()
})
