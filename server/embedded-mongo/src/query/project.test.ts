import { expect, test } from '@jest/globals'
import { stored } from '../testing/values'
import { compileProjection } from './project'

const projected = (projection: object, document: object, filter: object = {}) =>
  compileProjection(stored(projection as never), stored(filter as never))(stored(document as never))

const people = {
  _id: 1,
  a: 1,
  b: { c: 2, d: 3 },
  l: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 7, [{ x: 3, y: 3 }]],
  n: [1, 2, 3, 4],
}

test.each<[object, object, object, object?]>([
  [{}, people, people],
  [{ a: 1 }, people, { _id: 1, a: 1 }],
  [{ a: true, _id: false }, people, { a: 1 }],
  [{ n: 1, a: 1, _id: 0 }, people, { a: 1, n: [1, 2, 3, 4] }],
  [{ a: 0 }, { _id: 1, a: 1, b: 2 }, { _id: 1, b: 2 }],
  [{ _id: 0 }, { _id: 1, a: 1 }, { a: 1 }],
  [{ _id: 1 }, people, { _id: 1 }],
  [
    { a: 0, _id: 1 },
    { _id: 1, a: 1, b: 2 },
    { _id: 1, b: 2 },
  ],
  [{ zz: 1 }, people, { _id: 1 }],
  [{ 'b.c': 1 }, people, { _id: 1, b: { c: 2 } }],
  [{ b: { c: 1 } }, people, { _id: 1, b: { c: 2 } }],
  [{ 'b.c': 0, n: 0, l: 0 }, people, { _id: 1, a: 1, b: { d: 3 } }],
  [{ 'l.x': 1, _id: 0 }, people, { l: [{ x: 1 }, { x: 2 }, [{ x: 3 }]] }],
  [{ 'l.x': 0, _id: 0, a: 0, b: 0, n: 0 }, people, { l: [{ y: 1 }, { y: 2 }, 7, [{ y: 3 }]] }],
  [{ 'a.z': 1 }, people, { _id: 1 }],
  [{ 'b.c': 1, 'b.d': 1, _id: 0 }, people, { b: { c: 2, d: 3 } }],
  [{ n: { $slice: 2 }, _id: 0, l: 0, b: 0 }, people, { a: 1, n: [1, 2] }],
  [{ n: { $slice: -1 }, a: 1 }, people, { _id: 1, a: 1, n: [4] }],
  [{ n: { $slice: [1, 2] }, a: 1 }, people, { _id: 1, a: 1, n: [2, 3] }],
  [{ n: { $slice: [-3, 2] }, a: 1 }, people, { _id: 1, a: 1, n: [2, 3] }],
  [{ a: { $slice: 1 }, n: 0, l: 0, b: 0 }, people, { _id: 1, a: 1 }],
  [{ l: { $elemMatch: { x: 2 } }, a: 1 }, people, { _id: 1, a: 1, l: [{ x: 2, y: 2 }] }],
  [{ n: { $elemMatch: { $gt: 2 } } }, people, { _id: 1, n: [3] }],
  [{ n: { $elemMatch: { $gt: 9 } } }, people, { _id: 1 }],
  [{ 'n.$': 1 }, people, { _id: 1, n: [3] }, { n: { $gt: 2 } }],
  [{ 'l.$': 1, _id: 0 }, people, { l: [{ x: 2, y: 2 }] }, { 'l.x': 2 }],
  [{ z: 'text', _id: 0 }, people, { z: 'text' }],
  [{ z: '$b.c', a: 1 }, people, { _id: 1, a: 1, z: 2 }],
  [{ z: { $add: ['$a', 1] }, _id: 0 }, people, { z: 2 }],
  [{ 'z.y': { $literal: 5 }, _id: 0 }, people, { z: { y: 5 } }],
  [{ a: 1 }, JSON.parse('{"__proto__": 1, "a": 2}') as object, { a: 2 }],
])('%j of %j', (projection, document, expected, filter = {}) => {
  const result = projected(projection, document, filter)
  expect(JSON.stringify(Object.entries(result))).toBe(
    JSON.stringify(Object.entries(stored(expected as never))),
  )
})

test.each<[object, number, string | RegExp]>([
  [{ a: 1, b: 0 }, 31254, 'Cannot do exclusion on field b in inclusion projection'],
  [{ a: 0, b: 1 }, 31253, 'Cannot do inclusion on field b in exclusion projection'],
  [{ a: 1, 'a.b': 1 }, 31249, 'Path collision at a.b remaining portion b'],
  [{ 'a.b': 1, a: 1 }, 31250, 'Path collision at a'],
  [{ 'a..b': 1 }, 15998, /empty/],
  [{ $a: 1 }, 16410, /may not start with '\$'/],
  [{ 'a.$.b': 1 }, 31394, /positional operator in the middle/],
  [{ 'a.$': 1, 'b.$': 1 }, 31276, /more than one positional/],
  [{ 'a.b': { $elemMatch: { c: 1 } } }, 31275, /nested field/],
  [{ a: { $slice: 'x' } }, 28667, /\$slice/],
  [{ a: { $slice: [1] } }, 28724, /\$slice/],
  [{ a: { $slice: [1, 0] } }, 28724, /positive/],
  [{ a: { $foo: 1 } }, 168, "Unrecognized expression '$foo'"],
  [{ a: { $meta: 'textScore' } }, 238, /\$meta/],
  [{ a: {} }, 51270, /empty sub-projection/],
])('%j is refused', (projection, code, message) => {
  const compiling = () => compileProjection(stored(projection as never))
  expect(compiling).toThrow(message)
  expect(compiling).toThrow(expect.objectContaining({ code }))
})

test('a position that the filter does not give is refused', () => {
  expect(() => projected({ 'n.$': 1 }, people, { a: 1 })).toThrow(expect.objectContaining({ code: 51246 }))
})
