import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { expect, test } from '@jest/globals'
import { needsOriginal, quoteOf } from './answering'

const message = (more: Partial<Message> = {}): Message => ({
  id: 'm1',
  roomId: 'r',
  senderId: 'alice',
  seq: 1,
  rev: 1,
  type: 'text',
  content: { type: 'text', text: 'the original' },
  facets: {},
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
})
const told = { messageId: 'm1', seq: 1, senderId: 'alice', type: 'text', text: 'as told' }
const reply = (quote?: object) => message({ id: 'm2', replyTo: 'm1', facets: quote ? { quote } : {} })

test('a quote says what the server told', () => {
  expect(quoteOf(reply(told), message())).toMatchObject({ text: 'as told' })
  expect(needsOriginal(reply(told))).toBe(false)
})

test('a reply on its way, and one whose quote has no words, take them from the original where it is here', () => {
  expect(quoteOf(reply(), message())).toMatchObject({ messageId: 'm1', text: 'the original' })
  expect(quoteOf(reply({ ...told, text: '' }), message())).toMatchObject({ text: 'the original' })
  expect(quoteOf(reply({ ...told, text: '' }), null)).toMatchObject({ text: '' })
  expect(needsOriginal(reply())).toBe(true)
})

test('what is gone has no words, whatever is still known here', () => {
  const gone = { ...told, text: '', gone: true }
  expect(quoteOf(reply(gone), message())).toEqual(gone)
  const husk = message({ content: null, gone: { by: 'alice', why: 'recalled', at: '2026-01-01T00:00:00Z' } })
  expect(quoteOf(reply(), husk)).toMatchObject({ gone: true, text: '' })
  expect(needsOriginal(reply(gone))).toBe(false)
})

test('what answers nothing quotes nothing', () => {
  expect(quoteOf(message(), null)).toBeNull()
  expect(needsOriginal(message())).toBe(false)
})
