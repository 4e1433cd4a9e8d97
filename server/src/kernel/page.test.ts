import { describe, expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { addressOf, originAllowed } from './origin'
import { cursorsOf, pageOf } from './page'
import { fromText } from './query'

describe('cursors', () => {
  const cursors = cursorsOf('tests', 'time', 'text')

  test('what is packed comes out again, whatever the text', () => {
    for (const keys of [
      [0, ''],
      [-5, 'a"b'],
      [8.64e15, '你好 👋'],
      [1, '\ud800'],
      [2, '{"$gt":""}'],
    ] as [number, string][]) {
      expect(cursors.from(cursors.to(...keys), [9, 'first'])).toEqual(keys)
      expect(cursors.to(...keys)).toMatch(/^[\w-]+$/)
    }
  })

  test('without one a list begins at its beginning', () => {
    expect(cursors.from(undefined, [9, 'first'])).toEqual([9, 'first'])
  })

  test.each([
    ['another list', cursorsOf('others', 'time', 'text').to(1, 'x')],
    ['another kind', cursorsOf('tests', 'text', 'text').to('1', 'x')],
    ['fewer keys', cursorsOf('tests', 'time').to(1)],
    ['more keys', cursorsOf('tests', 'time', 'text', 'text').to(1, 'x', 'x')],
    ['a time beyond time', cursorsOf('tests', 'time', 'text').to(8.64e15 + 1e6, 'x')],
    ['half a millisecond', cursorsOf('tests', 'time', 'text').to(0.5, 'x')],
    ['no JSON', 'x'],
    ['an object', Buffer.from('{"0":"tests"}').toString('base64url')],
  ])('one of %s is refused by its name', (_, cursor) => {
    expect(() => cursors.from(cursor, [0, ''])).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        data: { issues: [expect.objectContaining({ path: 'cursor' })] },
      }),
    )
  })
})

test.each([
  [[], 3, [], null],
  [[1, 2], 3, [10, 20], null],
  [[1, 2, 3], 3, [10, 20, 30], null],
  [[1, 2, 3, 4], 3, [10, 20, 30], 'after 3'],
])('a page of %j at most %i is %j, and next is %j', (rows, limit, items, next) => {
  expect(
    pageOf(
      rows,
      limit,
      row => `after ${row}`,
      row => row * 10,
    ),
  ).toEqual({ items, next })
})

describe('a query', () => {
  const input = z.object({
    n: z._default(z.int(), 1),
    yes: z.optional(z.boolean()),
    maybe: z.nullable(z.optional(z.number())),
    text: z.string(),
  })

  test.each([
    [{ n: '7' }, { n: 7 }],
    [{ n: '-7' }, { n: -7 }],
    [{ n: '1.5' }, { n: 1.5 }],
    [{ n: '1e3' }, { n: '1e3' }],
    [{ n: '' }, { n: '' }],
    [{ n: '0x10' }, { n: '0x10' }],
    [{ n: ['1', '2'] }, { n: ['1', '2'] }],
    [{ yes: 'true' }, { yes: true }],
    [{ yes: 'false' }, { yes: false }],
    [{ yes: '1' }, { yes: '1' }],
    [{ maybe: '3' }, { maybe: 3 }],
    [{ text: '7' }, { text: '7' }],
    [
      { unknown: '7', constructor: '7', toString: 'true' },
      { unknown: '7', constructor: '7', toString: 'true' },
    ],
  ])('%j becomes %j', (query, fields) => {
    expect(fromText(input, query as never)).toEqual(fields)
  })
})

describe('where a request comes from', () => {
  const from = (headers: Record<string, string>) =>
    ({ headers, socket: { remoteAddress: '192.0.2.1' } }) as never

  test.each([
    [false, {}, '192.0.2.1'],
    [false, { 'x-forwarded-for': '203.0.113.7' }, '192.0.2.1'],
    [true, {}, '192.0.2.1'],
    [true, { 'x-forwarded-for': '203.0.113.7' }, '203.0.113.7'],
    [true, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }, '203.0.113.7'],
    [true, { 'x-forwarded-for': '' }, '192.0.2.1'],
  ])('with TRUST_PROXY=%s and %j it is %s', (TRUST_PROXY, headers, address) => {
    expect(addressOf(from(headers), { TRUST_PROXY })).toBe(address)
  })

  test.each([
    [[], { host: 'chat.example' }, true],
    [[], { host: 'chat.example', origin: 'https://chat.example' }, true],
    [[], { host: 'chat.example', origin: 'https://evil.example' }, false],
    [[], { host: 'chat.example', origin: 'https://chat.example.evil.example' }, false],
    [[], { host: 'chat.example', origin: 'null' }, false],
    [[], { host: 'chat.example', origin: '' }, false],
    [['https://page.example'], { host: 'chat.example', origin: 'https://page.example' }, true],
    [['https://page.example'], { host: 'chat.example', origin: 'http://page.example' }, false],
  ])('with the list %j a page of %j may: %s', (ALLOWED_ORIGINS, headers, may) => {
    expect(originAllowed(from(headers), { ALLOWED_ORIGINS })).toBe(may)
  })
})
