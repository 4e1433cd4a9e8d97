import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { huskLine, peopleIn, preview, systemLine } from './system'
import { words } from './words'

const names: Record<string, string> = { me: '你', bob: 'Bob', lin: '林夏', a: 'A', b: 'B', c: 'C', d: 'D' }
const nameOf = (id: string) => names[id] ?? '有人'
const note = (event: string, actorId: string | null, subjectIds: string[], data = {}) =>
  ({ senderId: actorId, type: 'system', content: { event, actorId, subjectIds, data } }) as unknown as Message
const said = (senderId: string, text: string) =>
  ({ senderId, type: 'text', content: { type: 'text', text } }) as unknown as Message
const husk = (senderId: string, by: string, why: string) =>
  ({ senderId, type: 'text', content: null, gone: { by, why, at: '' } }) as unknown as Message

test.each<[Message, string, string]>([
  [note('room_created', 'bob', []), 'Bob 创建了房间', 'Bob created the room'],
  [note('members_joined', 'bob', ['bob']), 'Bob 加入了房间', 'Bob joined the room'],
  [note('members_joined', 'me', ['me']), '你加入了房间', '你 joined the room'],
  [note('members_joined', 'lin', ['bob', 'a']), '林夏 邀请 Bob、A 加入了房间', '林夏 added Bob and A'],
  [note('members_joined', 'bob', ['me']), 'Bob 邀请你加入了房间', 'Bob added 你'],
  [
    note('members_joined', 'bob', ['a', 'b', 'c', 'd']),
    'Bob 邀请 A、B、C等 4 人 加入了房间',
    'Bob added A, B, C and 1 more',
  ],
  [note('members_joined', 'bob', ['a', 'b', 'c']), 'Bob 邀请 A、B、C 加入了房间', 'Bob added A, B and C'],
  [note('member_left', 'bob', ['bob']), 'Bob 离开了房间', 'Bob left the room'],
  [note('member_removed', 'lin', ['bob']), '林夏 将 Bob 移出了房间', '林夏 removed Bob'],
  [
    note('room_renamed', 'bob', [], { from: 'x', to: 'y' }),
    'Bob 把房间改名为「y」',
    'Bob renamed the room to “y”',
  ],
  [
    note('something_later', 'bob', []),
    '这种消息要更新版本才能看',
    'This kind of message needs a newer version',
  ],
])('a note of the system is worded by the device', (message, zh, en) => {
  expect(systemLine(message, words.zh, nameOf)).toBe(zh)
  expect(systemLine(message, words.en, nameOf)).toBe(en)
})

test.each<[Message, string]>([
  [husk('bob', 'bob', 'deleted'), 'Bob deleted a message'],
  [husk('bob', 'lin', 'removed'), 'A moderator, 林夏, removed a message'],
  [husk('bob', 'bob', 'recalled'), 'Bob recalled a message'],
  [husk('bob', 'bob', 'expired'), 'A message was there for a time, and is gone'],
])('a husk says who took the message away', (message, wanted) => {
  expect(huskLine(message, words.en, nameOf)).toBe(wanted)
})

test('the list names the sender, except for the other one of a direct room', () => {
  expect(preview(said('bob', 'a\n b'), words.en, nameOf, false, 'me')).toBe('Bob: a b')
  expect(preview(said('bob', 'hi'), words.en, nameOf, true, 'me')).toBe('hi')
  expect(preview(said('me', 'hi'), words.zh, nameOf, true, 'me')).toBe('你：hi')
  const called = (name: string) => preview(said('x', 'hi'), words.en, () => name, false, 'me')
  expect(called('Maximiliane von Hohenstein')).toBe('Maximiliane: hi')
  expect(called('Donaudampfschifffahrt GmbH')).toBe('Donaudampfsch…: hi')
})

test('everyone a message names is asked for', () => {
  expect(peopleIn(note('members_joined', 'bob', ['a', 'b']))).toEqual(['bob', 'a', 'b'])
  expect(peopleIn(husk('bob', 'lin', 'removed'))).toEqual(['lin'])
})
