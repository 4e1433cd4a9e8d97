import { expect, test } from '@jest/globals'
import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId } from 'bson'
import { stored } from '../testing/values'
import { compileFilter, type MatchRecord } from './match'

const matches = (filter: object, document: object) =>
  compileFilter(stored(filter as never))(stored(document as never))
const id = new ObjectId()
const date = new Date(5)

// Filter, documents it takes, documents it leaves.
const TABLE: [object, object[], object[]][] = [
  [{}, [{}, { a: 1 }], []],
  [
    { a: 1 },
    [
      { a: 1 },
      { a: new Double(1) },
      { a: Long.fromNumber(1) },
      { a: Decimal128.fromString('1.0') },
      { a: [0, 1] },
    ],
    [{}, { a: 2 }, { a: '1' }, { a: [[1]] }, { a: true }],
  ],
  [{ a: null }, [{}, { a: null }, { a: [1, null] }], [{ a: 0 }, { a: [] }, { a: false }, { a: {} }]],
  [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2], 3] }], [{ a: [2, 1] }, { a: [1, 2, 3] }, { a: 1 }]],
  [{ a: [] }, [{ a: [] }, { a: [[]] }], [{ a: null }, {}, { a: [1] }]],
  [
    { a: { b: 1, c: 2 } },
    [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }],
    [{ a: { c: 2, b: 1 } }, { a: { b: 1, c: 2, d: 3 } }],
  ],
  [{ a: {} }, [{ a: {} }], [{}, { a: { b: 1 } }, { a: [] }]],
  [{ a: id }, [{ a: id }, { a: [id] }], [{ a: String(id) }, { a: new ObjectId() }]],
  [{ a: date }, [{ a: new Date(5) }], [{ a: 5 }, { a: new Date(6) }]],
  [
    { a: new Binary(Buffer.from('x')) },
    [{ a: new Binary(Buffer.from('x')) }],
    [{ a: new Binary(Buffer.from('x'), 5) }, { a: 'x' }],
  ],
  [
    { a: Long.fromString('9007199254740993') },
    [{ a: Long.fromString('9007199254740993') }],
    [{ a: new Double(9007199254740992) }],
  ],
  [
    { 'a.b': 1 },
    [{ a: { b: 1 } }, { a: [{ b: 2 }, { b: 1 }] }, { a: { b: [3, 1] } }, { a: [{ b: [1] }] }],
    [{ a: 1 }, { a: [[{ b: 1 }]] }, { 'a.b': 1 }],
  ],
  [
    { 'a.b': null },
    [{}, { a: {} }, { a: [{}] }, { a: { b: null } }, { a: 5 }, { a: [{ b: 1 }, {}] }],
    [{ a: [] }, { a: [1, 2] }, { a: { b: 4 } }, { a: [{ b: 1 }] }],
  ],
  [
    { 'a.0': 1 },
    [{ a: [1, 2] }, { a: { 0: 1 } }, { a: [{ 0: 1 }] }],
    [{ a: [2, 1] }, { a: 1 }, { a: [[1]] }],
  ],
  [{ 'a.1.b': 1 }, [{ a: [{}, { b: 1 }] }], [{ a: [{ b: 1 }, {}] }]],
  [{ 'a.0.0': 1 }, [{ a: [[1]] }], [{ a: [1] }]],
  [{ constructor: null }, [{}], [{ constructor: 1 }]],
  [{ $comment: 'x', a: 1 }, [{ a: 1 }], [{}]],
  [{ a: { $eq: null } }, [{}], [{ a: 1 }]],
  [{ a: { $eq: [1] } }, [{ a: [1] }], [{ a: 1 }]],
  [{ a: { $ne: 1 } }, [{}, { a: 2 }, { a: [2] }, { a: '1' }], [{ a: 1 }, { a: [1, 2] }]],
  [{ a: { $ne: null } }, [{ a: 1 }, { a: [] }], [{}, { a: null }, { a: [null] }]],
  [{ 'a.b': { $ne: 1 } }, [{ a: [{ b: 2 }] }, { a: [] }], [{ a: [{ b: 2 }, { b: 1 }] }]],
  [
    { a: { $gt: 5 } },
    [{ a: 6 }, { a: 5.5 }, { a: [1, 9] }, { a: Infinity }],
    [{ a: 5 }, {}, { a: '6' }, { a: NaN }, { a: date }, { a: null }, { a: [] }],
  ],
  [{ a: { $gte: 5, $lt: 7 } }, [{ a: 5 }, { a: [9, 6] }, { a: [1, 8] }], [{ a: 7 }, { a: 4 }]],
  [{ a: { $lt: 'b' } }, [{ a: 'a' }, { a: '' }], [{ a: 'b' }, { a: 1 }, {}]],
  [{ a: { $lte: date } }, [{ a: date }, { a: new Date(0) }], [{ a: 5 }, { a: new Date(6) }]],
  [{ a: { $gte: null } }, [{}, { a: null }], [{ a: 1 }]],
  [{ a: { $gt: null } }, [], [{}, { a: null }, { a: 1 }]],
  [{ a: NaN }, [{ a: NaN }], [{ a: 1 }]],
  [{ a: { $gte: NaN } }, [{ a: NaN }], [{ a: 1 }]],
  [{ a: { $lt: 5 } }, [{ a: -Infinity }], [{ a: NaN }]],
  [{ a: { $gt: new MinKey() } }, [{ a: 1 }, { a: null }, {}], [{ a: new MinKey() }]],
  [{ a: { $lt: new MaxKey() } }, [{ a: 'x' }, {}], [{ a: new MaxKey() }]],
  [{ a: { $gt: [1] } }, [{ a: [2] }, { a: [1, 1] }], [{ a: [1] }, { a: 2 }]],
  [{ a: { $gt: {} } }, [{ a: { b: 1 } }], [{ a: 1 }, { a: {} }]],
  [{ a: { $in: [1, 'x'] } }, [{ a: 1 }, { a: 'x' }, { a: [0, 'x'] }], [{ a: 2 }, {}]],
  [{ a: { $in: [] } }, [], [{}, { a: 1 }]],
  [{ a: { $in: [null] } }, [{}, { a: null }], [{ a: 1 }]],
  [{ a: { $in: [/^x/i, 3] } }, [{ a: 'Xy' }, { a: 3 }], [{ a: 'yx' }]],
  [{ a: { $in: [[1, 2]] } }, [{ a: [1, 2] }], [{ a: 1 }]],
  [
    { a: { $in: [9, 8, 7, 6, 5, 4, 3, 2, 1, null] } },
    [{ a: 5 }, {}, { a: new Double(9) }],
    [{ a: 0 }, { a: 10 }],
  ],
  [{ a: { $nin: [1, null] } }, [{ a: 2 }, { a: [] }], [{ a: 1 }, {}, { a: [3, 1] }]],
  [{ a: { $not: { $gt: 5 } } }, [{ a: 5 }, {}, { a: 'x' }], [{ a: 6 }, { a: [1, 6] }]],
  [{ a: { $not: /x/ } }, [{ a: 'y' }, {}, { a: 1 }], [{ a: 'x' }]],
  [{ a: { $not: { $gt: 1, $lt: 5 } } }, [{ a: 1 }, { a: 7 }], [{ a: 3 }]],
  [{ a: { $not: { $ne: 1 } } }, [{ a: 1 }], [{ a: 2 }, {}]],
  [{ $and: [{ a: 1 }, { b: 2 }] }, [{ a: 1, b: 2 }], [{ a: 1 }, { b: 2 }]],
  [{ $or: [{ a: 1 }, { b: 2 }] }, [{ a: 1 }, { b: 2 }], [{ a: 2 }]],
  [{ $nor: [{ a: 1 }, { b: 2 }] }, [{}, { a: 2 }], [{ a: 1 }, { b: 2 }]],
  [{ a: { $exists: true } }, [{ a: null }, { a: 0 }, { a: [] }], [{}]],
  [{ a: { $exists: false } }, [{}], [{ a: null }]],
  [{ a: { $exists: 0 } }, [{}], [{ a: 1 }]],
  [{ 'a.b': { $exists: true } }, [{ a: [{}, { b: 1 }] }], [{ a: [] }, { a: [{}] }, { a: 1 }]],
  [{ 'a.1': { $exists: true } }, [{ a: [1, 2] }], [{ a: [1] }]],
  [{ a: { $type: 'int' } }, [{ a: 1 }, { a: ['x', 1] }], [{ a: 1.5 }, {}, { a: Long.ONE }]],
  [
    { a: { $type: 'number' } },
    [{ a: 1 }, { a: 1.5 }, { a: Long.ONE }, { a: Decimal128.fromString('1') }],
    [{ a: '1' }],
  ],
  [{ a: { $type: ['string', 8] } }, [{ a: 'x' }, { a: true }], [{ a: 1 }]],
  [{ a: { $type: 'array' } }, [{ a: [] }, { a: [1] }], [{ a: 1 }]],
  [{ a: { $type: 'null' } }, [{ a: null }], [{}]],
  [{ a: { $type: 'object' } }, [{ a: {} }, { a: [{}] }], [{ a: [] }]],
  [{ a: { $size: 2 } }, [{ a: [1, 2] }], [{ a: [1] }, { a: 2 }, { a: [[1, 2]] }, {}]],
  [{ 'a.b': { $size: 1 } }, [{ a: [{ b: [1] }] }], [{ a: [{ b: 1 }] }]],
  [{ a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }], [{ a: [1] }, { a: 1 }]],
  [{ a: { $all: [1] } }, [{ a: 1 }, { a: [1] }], [{ a: 2 }]],
  [{ a: { $all: [] } }, [], [{ a: [] }, { a: 1 }, {}]],
  [{ a: { $all: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [1] }]],
  [{ a: { $all: [/^x/, 'b'] } }, [{ a: ['xa', 'b'] }], [{ a: ['b'] }]],
  [
    { a: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { y: 2 } }] } },
    [{ a: [{ x: 1 }, { y: 2 }] }],
    [{ a: [{ x: 1 }] }],
  ],
  [{ a: { $elemMatch: { $gt: 1, $lt: 5 } } }, [{ a: [0, 3] }], [{ a: [1, 5] }, { a: 3 }, { a: [[3]] }]],
  [
    { a: { $elemMatch: { x: 1, y: { $gt: 2 } } } },
    [{ a: [{ x: 1, y: 3 }] }],
    [{ a: [{ x: 1 }, { y: 3 }] }, { a: { x: 1, y: 3 } }],
  ],
  [{ a: { $elemMatch: { $or: [{ x: 1 }, { y: 1 }] } } }, [{ a: [{ y: 1 }] }], [{ a: [{ z: 1 }] }]],
  [{ a: { $elemMatch: { $ne: 1 } } }, [{ a: [1, 2] }], [{ a: [1, 1] }, { a: [] }]],
  [{ a: { $elemMatch: { $in: [3, 4] } } }, [{ a: [3] }], [{ a: [5] }]],
  [{ 'a.b': { $elemMatch: { c: 1 } } }, [{ a: [{ b: [{ c: 1 }] }] }], [{ a: { b: { c: 1 } } }]],
  [{ a: { $elemMatch: { 0: 1 } } }, [{ a: [[1]] }], [{ a: [1] }]],
  [
    { a: { $mod: [4, 1] } },
    [{ a: 5 }, { a: 5.9 }, { a: Long.fromNumber(9) }, { a: [2, 1] }],
    [{ a: 4 }, { a: '5' }, { a: NaN }, {}],
  ],
  [{ a: { $mod: [3, -1] } }, [{ a: -4 }], [{ a: 4 }]],
  [
    { a: { $mod: [10, 3] } },
    [{ a: Decimal128.fromString('9007199254740993.9') }],
    [{ a: Decimal128.fromString('NaN') }, { a: Decimal128.fromString('4E3') }],
  ],
  [
    { a: /^ab/ },
    [{ a: 'abc' }, { a: ['x', 'ab'] }, { a: new BSONRegExp('^ab') }],
    [{ a: 'xab' }, { a: 1 }, { a: new BSONRegExp('^abc') }],
  ],
  [{ a: { $regex: 'B', $options: 'i' } }, [{ a: 'abc' }], [{ a: 'x' }]],
  [{ a: { $regex: /^b/m } }, [{ a: 'a\nb' }], [{ a: 'a b' }]],
  [{ a: { $regex: 'a.c', $options: 's' } }, [{ a: 'a\nc' }], [{ a: 'ac' }]],
  [{ a: { $regex: 'a.c' } }, [{ a: 'a\rc' }, { a: 'a😀c' }], [{ a: 'a\nc' }]],
  [{ a: { $regex: 'a b # text', $options: 'x' } }, [{ a: 'ab' }], [{ a: 'a b' }]],
  [{ a: { $regex: 'a$' } }, [{ a: 'a' }, { a: 'a\n' }], [{ a: 'a\nb' }]],
  [{ a: { $regex: '(?i)AB' } }, [{ a: 'ab' }], [{ a: 'x' }]],
  [{ a: { $regex: '[\\w-.]+@x{2}' } }, [{ a: 'a-b.c@xx' }], [{ a: '@x' }]],
  [{ a: { $regex: '(?P<q>a)\\k<q>' } }, [{ a: 'aa' }], [{ a: 'ab' }]],
  [{ a: { $regex: '\\Aa\\.b\\z' } }, [{ a: 'a.b' }], [{ a: 'a.b\n' }, { a: 'axb' }]],
  [{ a: { $eq: /x/ } }, [{ a: new BSONRegExp('x') }], [{ a: 'x' }]],
  [{ $expr: { $gt: ['$a', '$b'] } }, [{ a: 2, b: 1 }], [{ a: 1, b: 1 }]],
  [{ a: { $ref: 'c', $id: 1 } }, [{ a: { $ref: 'c', $id: 1 } }], [{ a: 1 }]],
]

test.each(TABLE.map(([filter, takes, leaves]) => ({ filter, takes, leaves, title: JSON.stringify(filter) })))(
  '$title',
  ({ filter, takes, leaves }) => {
    expect(takes.filter(document => !matches(filter, document))).toEqual([])
    expect(leaves.filter(document => matches(filter, document))).toEqual([])
  },
)

test.each([
  [{ $foo: 1 }, 2, /^unknown top level operator: \$foo\./],
  [{ a: { $foo: 1 } }, 2, 'unknown operator: $foo'],
  [{ a: { $gt: 1, b: 2 } }, 2, 'unknown operator: b'],
  [{ a: { $not: { $foo: 1 } } }, 2, 'unknown operator: $foo'],
  [{ $and: [] }, 2, '$and/$or/$nor must be a nonempty array'],
  [{ $or: {} }, 2, '$or must be an array'],
  [{ $nor: [1] }, 2, '$or/$and/$nor entries need to be full objects'],
  [{ a: { $in: 1 } }, 2, '$in needs an array'],
  [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
  [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
  [{ a: { $not: {} } }, 2, '$not cannot be empty'],
  [{ a: { $ne: /x/ } }, 2, "Can't have regex as arg to $ne."],
  [{ a: { $gt: /x/ } }, 2, "Can't have RegEx as arg to predicate over field 'a'."],
  [{ a: { $all: 1 } }, 2, '$all needs an array'],
  [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
  [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
  [{ a: { $mod: [1] } }, 2, 'malformed mod, not enough elements'],
  [{ a: { $type: 'nope' } }, 2, 'Unknown type name alias: nope'],
  [{ a: { $size: -1 } }, 2, /non-negative/],
  [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
  [{ a: { $regex: '(' } }, 51091, /^Regular expression is invalid/],
  [{ a: { $regex: 'a++' } }, 51091, /possessive/],
  [{ a: { $regex: '(?>a)' } }, 51091, /not supported here/],
  [{ a: { $regex: '\\Ka' } }, 51091, /not supported here/],
  [{ a: { $regex: 'a', $options: 'q' } }, 51108, 'invalid flag in regex options: q'],
  [{ $text: { $search: 'x' } }, 27, 'text index required for $text query'],
  [{ $where: 'true' }, 2, 'no globalScriptEngine in $where parsing'],
  [{ $jsonSchema: {} }, 238, /not supported/],
  [{ a: { $near: [0, 0] } }, 291, /unable to find index for \$geoNear query$/],
  [{ a: { $geoWithin: {} } }, 238, /not supported/],
  [{ $expr: { $foo: 1 } }, 168, "Unrecognized expression '$foo'"],
])('%j is refused', (filter, code, message) => {
  const compiling = () => compileFilter(stored(filter as never))
  expect(compiling).toThrow(message)
  expect(compiling).toThrow(expect.objectContaining({ code }))
})

test.each([
  [{ a: 2 }, { a: [1, 2, 2] }, 1],
  [{ a: { $gte: 2 } }, { a: [1, 5] }, 1],
  [{ 'a.b': 3 }, { a: [{ b: 1 }, { b: [9, 3] }] }, 1],
  [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1 }, { b: 1, c: 2 }] }, 1],
  [{ 'a.b': { $elemMatch: { c: 1 } } }, { a: [{ b: [{ c: 0 }] }, { b: [{ c: 0 }, { c: 1 }] }] }, 1],
  [{ $and: [{ a: 3 }] }, { a: [1, 2, 3] }, 2],
  [{ a: { $in: [3] } }, { a: [1, 3] }, 1],
  [{ x: 1, a: 3 }, { x: 1, a: [3] }, 0],
  [{ x: 1 }, { x: 1, a: [3] }, undefined],
  [{ a: { $ne: 7 } }, { a: [3] }, undefined],
])('%j on %j matches at position %p', (filter, document, position) => {
  const record: MatchRecord = {}
  expect(compileFilter(stored(filter as never))(stored(document as never), record)).toBe(true)
  expect(record.position).toBe(position)
})

test('plain JavaScript numbers in a filter mean what they mean on the wire', () => {
  expect(compileFilter({ a: 1, b: { $lt: 2.5 } })({ a: new Int32(1), b: new Double(2) })).toBe(true)
})
