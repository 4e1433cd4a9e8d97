import { expect, test } from '@jest/globals'
import { DBRef, ObjectId } from 'bson'
import { decimal, double, everyType, int, long, timestamp } from '../testing/values'
import { decode, encode, numberOf } from './bson'

test('what was decoded encodes to the same bytes, keys in their order', () => {
  const bytes = encode(everyType)
  expect(Buffer.from(encode(decode(bytes))).equals(Buffer.from(bytes))).toBe(true)
  expect(Object.keys(decode(bytes)).slice(0, 2)).toEqual(['z', 'a'])
})

test('numbers keep their type', () => {
  const { z, a, long } = decode(encode(everyType))
  expect([z, a, long].map(value => (value as object).constructor.name)).toEqual(['Int32', 'Double', 'Long'])
})

test('undefined fields are absent', () =>
  expect(decode(encode({ a: undefined, b: { c: undefined } }))).toEqual({ b: {} }))

test('a field called __proto__ is only a field', () => {
  const document = decode(encode(JSON.parse('{"__proto__": {"admin": true}}')))
  expect(Object.keys(document)).toEqual(['__proto__'])
  expect((document as { admin?: boolean }).admin).toBeUndefined()
})

test('a reference stays a document with its fields in order', () => {
  const id = new ObjectId()
  expect(decode(encode({ r: new DBRef('c', id, 'd') }))).toEqual({ r: { $ref: 'c', $id: id, $db: 'd' } })
})

test.each([
  [int(3), 3],
  [double(1.5), 1.5],
  [long(-7), -7],
  [decimal('2.5'), 2.5],
  [4, 4],
  [5n, 5],
  ['5', undefined],
  [null, undefined],
  [timestamp(1, 2), undefined],
  [true, undefined],
])('the number of %p is %p', (value, number) => expect(numberOf(value)).toBe(number))
