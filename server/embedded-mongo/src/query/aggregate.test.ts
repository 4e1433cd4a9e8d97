import { expect, test } from '@jest/globals'
import { Decimal128, Double, Int32, Long } from 'bson'
import { double, long, stored } from '../testing/values'
import { type PipelineContext, runPipeline, splitLeadingMatch } from './aggregate'
import type { Document } from './bson'
import { compileFilter } from './match'

const foreign: Document[] = [
  { _id: 1, k: 'x' },
  { _id: 2, k: ['y', 'z'] },
  { _id: 3 },
  { _id: 4, k: null },
].map(stored)
const lookup: PipelineContext['lookup'] = (_, { filter }) => {
  const matches = compileFilter(filter)
  return foreign.filter(document => matches(document))
}

async function piped(documents: object[], pipeline: object[]): Promise<Document[]> {
  const inputs = documents.map(document => stored(document as never))
  const { p } = stored({ p: pipeline }) as { p: unknown[] }
  const results = await runPipeline(inputs, p, { lookup })
  expect(inputs).toStrictEqual(documents.map(document => stored(document as never)))
  return results
}

test.each<[string, object[], object[], object[]]>([
  ['$match', [{ a: 1 }, { a: 2 }], [{ $match: { a: { $gt: 1 } } }], [{ a: 2 }]],
  [
    '$sort $skip $limit',
    [{ a: 1 }, { a: 3 }, { a: 2 }],
    [{ $sort: { a: -1 } }, { $skip: 1 }, { $limit: 1 }],
    [{ a: 2 }],
  ],
  ['$count', [{}, {}], [{ $count: 'n' }], [{ n: 2 }]],
  ['$count of nothing', [], [{ $count: 'n' }], []],
  [
    '$group sums by type',
    [
      { k: 1, v: 1 },
      { k: 1, v: 2 },
      { k: 2, v: 1.5 },
      { k: 2, v: 1 },
    ],
    [{ $group: { _id: '$k', s: { $sum: '$v' } } }],
    [
      { _id: 1, s: 3 },
      { _id: 2, s: 2.5 },
    ],
  ],
  [
    '$sum overflows to long',
    [{ v: 2147483647 }, { v: 1 }],
    [{ $group: { _id: null, s: { $sum: '$v' } } }],
    [{ _id: null, s: long(2147483648) }],
  ],
  [
    '$sum beyond 64 bits is a double',
    [{ v: Long.MAX_VALUE }, { v: Long.MAX_VALUE }],
    [{ $group: { _id: null, s: { $sum: '$v' } } }],
    [{ _id: null, s: double(2 ** 64) }],
  ],
  [
    '$sum with a double',
    [{ v: double(1) }, { v: 1 }],
    [{ $group: { _id: null, s: { $sum: '$v' } } }],
    [{ _id: null, s: double(2) }],
  ],
  [
    '$sum of decimals',
    [{ v: Decimal128.fromString('0.1') }, { v: 1 }],
    [{ $group: { _id: null, s: { $sum: '$v' } } }],
    [{ _id: null, s: Decimal128.fromString('1.1') }],
  ],
  ['$sum of one', [{}, {}], [{ $group: { _id: null, n: { $sum: 1 } } }], [{ _id: null, n: 2 }]],
  [
    '$sum of text is zero',
    [{ v: 'x' }, {}],
    [{ $group: { _id: null, s: { $sum: '$v' } } }],
    [{ _id: null, s: 0 }],
  ],
  [
    '$avg',
    [{ v: 1 }, { v: 2 }, { v: 'x' }],
    [{ $group: { _id: null, a: { $avg: '$v' }, b: { $avg: '$w' } } }],
    [{ _id: null, a: double(1.5), b: null }],
  ],
  [
    '$min $max',
    [{ v: 2 }, { v: 'x' }, { v: null }, {}],
    [{ $group: { _id: null, a: { $min: '$v' }, b: { $max: '$v' }, c: { $max: '$w' } } }],
    [{ _id: null, a: 2, b: 'x', c: null }],
  ],
  [
    '$first $last',
    [{ v: 1 }, { v: 2 }, {}],
    [{ $group: { _id: null, a: { $first: '$v' }, b: { $last: '$v' } } }],
    [{ _id: null, a: 1, b: null }],
  ],
  [
    '$push skips what is missing',
    [{ v: 1 }, {}, { v: null }],
    [{ $group: { _id: null, a: { $push: '$v' } } }],
    [{ _id: null, a: [1, null] }],
  ],
  [
    '$push of documents',
    [{ v: 1 }, {}],
    [{ $group: { _id: null, a: { $push: { w: '$v' } } } }],
    [{ _id: null, a: [{ w: 1 }, {}] }],
  ],
  [
    '$addToSet',
    [{ v: 2 }, { v: double(2) }, { v: 1 }],
    [{ $group: { _id: null, a: { $addToSet: '$v' } } }],
    [{ _id: null, a: [1, 2] }],
  ],
  ['$count accumulator', [{}, {}], [{ $group: { _id: null, n: { $count: {} } } }], [{ _id: null, n: 2 }]],
  [
    '$group by document',
    [{ a: 1, b: 2 }, { a: 1, b: 2 }, { a: 1 }],
    [{ $group: { _id: { x: '$a', y: '$b' }, n: { $sum: 1 } } }],
    [
      { _id: { x: 1, y: 2 }, n: 2 },
      { _id: { x: 1 }, n: 1 },
    ],
  ],
  [
    '$group joins null and missing',
    [{}, { k: null }],
    [{ $group: { _id: '$k', n: { $sum: 1 } } }],
    [{ _id: null, n: 2 }],
  ],
  [
    '$group joins equal numbers',
    [{ k: 1 }, { k: double(1) }],
    [{ $group: { _id: '$k', n: { $sum: 1 } } }],
    [{ _id: 1, n: 2 }],
  ],
  [
    '$project',
    [{ _id: 1, a: 1, b: 2 }],
    [{ $project: { b: 1, c: { $add: ['$a', '$b'] } } }],
    [{ _id: 1, b: 2, c: 3 }],
  ],
  ['$project exclusion', [{ _id: 1, a: 1, b: 2 }], [{ $project: { a: 0 } }], [{ _id: 1, b: 2 }]],
  [
    '$project of _id',
    [{ _id: { k: 1 }, n: 2 }],
    [{ $project: { _id: 0, k: '$_id.k', n: 1 } }],
    [{ n: 2, k: 1 }],
  ],
  [
    '$addFields',
    [{ a: 1 }],
    [{ $addFields: { b: '$a', 'c.d': 5, a: { $literal: '$x' } } }],
    [{ a: '$x', b: 1, c: { d: 5 } }],
  ],
  [
    '$addFields in arrays',
    [{ a: [{ b: 1 }, 2] }],
    [{ $set: { 'a.c': 9 } }],
    [{ a: [{ b: 1, c: 9 }, { c: 9 }] }],
  ],
  ['$addFields $$REMOVE', [{ a: 1, b: 2 }], [{ $addFields: { a: '$$REMOVE' } }], [{ b: 2 }]],
  [
    '$addFields sees the document as it was',
    [{ a: 1, b: 2 }],
    [{ $addFields: { a: '$b', b: '$a' } }],
    [{ a: 2, b: 1 }],
  ],
  [
    '$unwind',
    [{ a: [1, 2] }, { a: 3 }, { a: [] }, { a: null }, {}],
    [{ $unwind: '$a' }],
    [{ a: 1 }, { a: 2 }, { a: 3 }],
  ],
  [
    '$unwind keeping',
    [{ i: 1, a: [] }, { i: 2, a: null }, { i: 3 }, { i: 4, a: [7] }],
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true } }],
    [{ i: 1 }, { i: 2, a: null }, { i: 3 }, { i: 4, a: 7 }],
  ],
  [
    '$unwind with index',
    [{ a: ['x', 'y'] }, { a: 'z' }],
    [{ $unwind: { path: '$a', includeArrayIndex: 'i' } }],
    [
      { a: 'x', i: long(0) },
      { a: 'y', i: long(1) },
      { a: 'z', i: null },
    ],
  ],
  [
    '$unwind nested',
    [{ a: { b: [1, 2], c: 0 } }],
    [{ $unwind: '$a.b' }],
    [{ a: { b: 1, c: 0 } }, { a: { b: 2, c: 0 } }],
  ],
  [
    '$lookup',
    [{ k: 'x' }, { k: ['y', 'q'] }, { k: 9 }],
    [{ $lookup: { from: 'f', localField: 'k', foreignField: 'k', as: 'r' } }],
    [
      { k: 'x', r: [{ _id: 1, k: 'x' }] },
      { k: ['y', 'q'], r: [{ _id: 2, k: ['y', 'z'] }] },
      { k: 9, r: [] },
    ],
  ],
  [
    '$lookup of null and missing',
    [{}],
    [{ $lookup: { from: 'f', localField: 'k', foreignField: 'k', as: 'r' } }],
    [{ r: [{ _id: 3 }, { _id: 4, k: null }] }],
  ],
  [
    '$lookup by pipeline',
    [{ n: 2 }],
    [
      {
        $lookup: {
          from: 'f',
          let: { m: '$n' },
          pipeline: [{ $match: { $expr: { $gt: ['$_id', '$$m'] } } }, { $project: { k: 0 } }],
          as: 'r',
        },
      },
    ],
    [{ n: 2, r: [{ _id: 3 }, { _id: 4 }] }],
  ],
  [
    '$lookup by both',
    [{ k: 'y' }],
    [
      {
        $lookup: {
          from: 'f',
          localField: 'k',
          foreignField: 'k',
          pipeline: [{ $project: { _id: 1 } }],
          as: 'r',
        },
      },
    ],
    [{ k: 'y', r: [{ _id: 2 }] }],
  ],
])('%s', async (_, documents, pipeline, expected) => {
  expect(await piped(documents, pipeline)).toStrictEqual(expected.map(document => stored(document as never)))
})

test.each<[object, number, string | RegExp]>([
  [{ $foo: {} }, 40324, "Unrecognized pipeline stage name: '$foo'"],
  [{ $bucketAuto: {} }, 40324, "Unrecognized pipeline stage name: '$bucketAuto'"],
  [{ $match: {}, $limit: 1 }, 40323, /exactly one field/],
  [{ $match: { $foo: 1 } }, 2, /^unknown top level operator/],
  [{ $limit: 0 }, 15958, 'the limit must be positive'],
  [{ $skip: -1 }, 5107200, /non-negative/],
  [{ $sort: {} }, 15976, /at least one sort key/],
  [{ $sort: { a: 2 } }, 15975, /ordering must be 1/],
  [{ $count: '' }, 40156, /non-empty/],
  [{ $count: '$a' }, 40158, /\$-prefixed/],
  [{ $count: 'a.b' }, 40160, /cannot contain/],
  [{ $group: {} }, 15955, 'a group specification must include an _id'],
  [{ $group: { _id: 1, a: 1 } }, 40234, "The field 'a' must be an accumulator object"],
  [{ $group: { _id: 1, a: { $stdDevPop: 1 } } }, 15952, "unknown group operator '$stdDevPop'"],
  [{ $group: { _id: 1, a: { $sum: [1, 2] } } }, 40237, /unary operator/],
  [{ $project: {} }, 51272, /at least one field/],
  [{ $project: { a: { $foo: 1 } } }, 168, "Unrecognized expression '$foo'"],
  [{ $project: { a: { $hasOwnProperty: 1 } } }, 168, /Unrecognized/],
  [{ $project: { a: { $eq: [1] } } }, 16020, 'Expression $eq takes exactly 2 arguments. 1 were passed in.'],
  [{ $project: { a: { $add: 1, $sum: 1 } } }, 15983, /exactly one field/],
  [{ $addFields: 5 }, 40272, /must be an object/],
  [{ $addFields: { a: 1, 'a.b': 1 } }, 40176, /conflicting paths/],
  [{ $unwind: 'a' }, 28818, /prefixed with a '\$'/],
  [{ $unwind: {} }, 28808, /expected a string/],
  [{ $lookup: { from: 'f', as: 'r' } }, 9, /requires either/],
  [{ $project: { a: { $dateToString: { date: '$d', timezone: 'Europe/Paris' } } } }, 238, /timezone/],
])('%j is refused before anything runs', async (stage, code, message) => {
  const running = piped([], [stage])
  await expect(running).rejects.toThrow(message)
  await expect(running).rejects.toMatchObject({ code })
})

test.each<[object[], object]>([
  [[], { filter: {}, rest: [] }],
  [[{ $match: { a: 1 } }, { $match: { b: 1 } }], { filter: { $and: [{ a: 1 }, { b: 1 }] }, rest: [] }],
  [
    [{ $match: { a: 1 } }, { $sort: { a: 1 } }, { $skip: 2 }, { $limit: 3 }, { $count: 'n' }],
    { filter: { a: 1 }, sort: { a: 1 }, skip: 2, limit: 3, rest: [{ $count: 'n' }] },
  ],
  [[{ $limit: 3 }, { $match: { a: 1 } }], { filter: {}, limit: 3, rest: [{ $match: { a: 1 } }] }],
  [[{ $limit: 3 }, { $skip: 1 }], { filter: {}, limit: 3, rest: [{ $skip: 1 }] }],
  [[{ $sort: { a: 5 } }], { filter: {}, rest: [{ $sort: { a: 5 } }] }],
  [[{ $limit: 0 }], { filter: {}, rest: [{ $limit: 0 }] }],
  [
    [{ $match: { $expr: { $eq: ['$a', '$$mine'] } } }],
    { filter: {}, rest: [{ $match: { $expr: { $eq: ['$a', '$$mine'] } } }] },
  ],
])('the head of %j', (pipeline, head) => expect(splitLeadingMatch(pipeline)).toStrictEqual(head))

test('an Int32 stays one through a pipeline', async () => {
  const [result] = await piped([{ a: 1 }], [{ $group: { _id: null, a: { $sum: '$a' }, b: { $avg: '$a' } } }])
  expect(result?.a).toBeInstanceOf(Int32)
  expect(result?.b).toBeInstanceOf(Double)
})
