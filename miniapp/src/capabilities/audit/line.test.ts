import type { AuditRow } from '@community-chat/shared/capabilities/audit/contract'
import { expect, test } from '@jest/globals'
import { detail, headline } from './line'
import { words } from './words'

const person = (displayName: string) => ({ displayName }) as AuditRow['actor']
const row = (part: Partial<AuditRow>): AuditRow => ({
  id: '1',
  act: 'room_changed',
  at: '2026-01-01T00:00:00Z',
  actor: person('Ann'),
  subject: null,
  roomId: 'r',
  communityId: null,
  data: {},
  ...part,
})
const inWords = (part: Partial<AuditRow>, language: 'en' | 'zh' = 'en') => [
  headline(row(part), words[language]),
  detail(row(part), words[language], Date.parse('2026-01-01T12:00:00Z'), language),
]

test.each([
  [{ act: 'member_removed', subject: person('Ben') }, ['Ann removed Ben from the room', '']],
  [
    { act: 'role_changed', subject: person('Ben'), data: { from: 'member', to: 'administrator' } },
    ['Ann changed what Ben may do', 'member → admin'],
  ],
  [
    { data: { before: { expiresAfter: 0, name: 'all' }, after: { expiresAfter: 300, name: 'private' } } },
    ['Ann changed the room', 'Vanishing messages: off → 5 minutes\nName: all → private'],
  ],
  [
    { data: { before: { maxMembers: null, announcedAt: null }, after: { maxMembers: 5, announcedAt: 'x' } } },
    ['Ann changed the room', 'Member limit: none → 5\nAnnouncement: changed'],
  ],
] as [Partial<AuditRow>, string[]][])('%j is told as %j', (part, told) => {
  expect(inWords(part)).toEqual(told)
})

test('a removed message is told with when it was said, and nothing more', () => {
  const [line, more] = inWords(
    { act: 'message_removed', data: { saidAt: '2026-01-01T11:00:00Z', messageId: 'm' } },
    'zh',
  )
  expect(line).toBe('Ann 删除了 有人 的一条消息')
  expect(more).toMatch(/^发送于 .*\d+:\d\d$/)
})
