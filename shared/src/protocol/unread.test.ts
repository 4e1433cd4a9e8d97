import { expect, test } from '@jest/globals'
import type { Message } from '../capabilities/messages/contract'
import { isNews } from './unread'

const said = (part: Partial<Message>): Message => ({
  id: 'm',
  roomId: 'r',
  senderId: 'alice',
  seq: 1,
  rev: 1,
  type: 'text',
  content: { type: 'text', text: 'hello' },
  facets: {},
  createdAt: '2026-01-01T00:00:00Z',
  ...part,
})

test.each<[string, Partial<Message>, boolean]>([
  ['what another said', {}, true],
  ['what I said', { senderId: 'bob' }, false],
  ['what the system noted', { type: 'system' }, false],
  ['what is gone', { gone: { by: 'alice', why: 'recalled', at: '2026-01-01T00:00:00Z' } }, false],
  ['what I hid', { mine: { hidden: true } }, false],
  ['what I only reacted to', { mine: { reactions: ['👍'] } }, true],
])('%s', (_, part, isIt) => {
  expect(isNews(said(part as Partial<Message>), { me: 'bob' })).toBe(isIt)
})
