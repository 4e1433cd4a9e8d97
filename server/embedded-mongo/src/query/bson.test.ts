import { expect, test } from '@jest/globals'
import {
  Binary,
  BSONRegExp,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'bson'
import { decode, encode, numberOf } from './bson'

const everyType = {
  z: new Int32(1),
  a: new Double(1),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.10'),
  text: '字\0',
  nothing: null,
  yes: true,
  date: new Date(-1),
  id: new ObjectId(),
  bytes: new Binary(Buffer.from('x'), 5),
  uuid: new UUID(),
  at: new Timestamp({ t: 1, i: 2 }),
  regex: new BSONRegExp('^a', 'ix'),
  code: new Code('f', { a: new Int32(1) }),
  low: new MinKey(),
  high: new MaxKey(),
  list: [[], {}, [null]],
  nan: new Double(NaN),
  zero: new Double(-0),
}

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
  [new Int32(3), 3],
  [new Double(1.5), 1.5],
  [Long.fromNumber(-7), -7],
  [Decimal128.fromString('2.5'), 2.5],
  [4, 4],
  [5n, 5],
  ['5', undefined],
  [null, undefined],
  [new Timestamp({ t: 1, i: 2 }), undefined],
  [true, undefined],
])('the number of %p is %p', (value, number) => expect(numberOf(value)).toBe(number))
