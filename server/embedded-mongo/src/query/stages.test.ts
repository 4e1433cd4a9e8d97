import { expect, test } from '@jest/globals'
import { decimal, double, long, stored } from '../testing/values'
import { type PipelineContext, runPipeline } from './aggregate'
import type { Document } from './bson'
import { compileFilter } from './match'

const OTHERS: Document[] = [
  { _id: 8, k: 'x' },
  { _id: 9, k: 'y' },
].map(stored)
const lookup: PipelineContext['lookup'] = (_, { filter }) => {
  const matches = compileFilter(filter)
  return OTHERS.filter(document => matches(document))
}

function piped(documents: object[], pipeline: object[]): Document[] {
  const inputs = documents.map(document => stored(document as never))
  const { p } = stored({ p: pipeline }) as { p: unknown[] }
  const results = runPipeline(inputs, p, { lookup })
  expect(inputs).toStrictEqual(documents.map(document => stored(document as never)))
  return results
}

const NUMBERS = [0, 5, 9.5, 10, long(19), 20, decimal('4.99')].map((v, i) => ({ i, v }))
const buckets = (more: object) => ({ $bucket: { groupBy: '$v', boundaries: [0, 5, 10, 20], ...more } })

test.each<[string, object[], object[], object[]]>([
  [
    '$bucket takes its lower boundary and leaves its upper one',
    NUMBERS,
    [buckets({ default: 'other' })],
    [
      { _id: 0, count: 2 },
      { _id: 5, count: 2 },
      { _id: 10, count: 2 },
      { _id: 'other', count: 1 },
    ],
  ],
  [
    '$bucket with output, sorted, a default before the boundaries',
    [{ v: 7 }, { v: 1 }, {}, { v: 'x' }, { v: 2 }],
    [buckets({ default: -1, output: { n: { $sum: 1 }, all: { $push: '$v' } } })],
    [
      { _id: -1, n: 2, all: ['x'] },
      { _id: 0, n: 2, all: [1, 2] },
      { _id: 5, n: 1, all: [7] },
    ],
  ],
  ['$bucket of nothing', [], [buckets({})], []],
  [
    '$bucket of dates',
    [{ d: new Date(5) }, { d: new Date(15) }],
    [{ $bucket: { groupBy: '$d', boundaries: [new Date(0), new Date(10), new Date(20)] } }],
    [
      { _id: new Date(0), count: 1 },
      { _id: new Date(10), count: 1 },
    ],
  ],
  [
    '$sortByCount',
    [{ k: 'a' }, { k: 'b' }, { k: 'b' }, {}],
    [{ $sortByCount: '$k' }],
    [
      { _id: 'b', count: 2 },
      { _id: 'a', count: 1 },
      { _id: null, count: 1 },
    ],
  ],
  [
    '$sortByCount of an expression',
    [{ n: 1 }, { n: 3 }, { n: 4 }],
    [{ $sortByCount: { $gt: ['$n', 2] } }],
    [
      { _id: true, count: 2 },
      { _id: false, count: 1 },
    ],
  ],
  [
    '$facet',
    [{ n: 1 }, { n: 2 }],
    [
      {
        $facet: {
          all: [{ $count: 'c' }],
          big: [{ $match: { n: { $gt: 1 } } }],
          none: [],
          gone: [{ $match: { n: 9 } }],
        },
      },
    ],
    [{ all: [{ c: 2 }], big: [{ n: 2 }], none: [{ n: 1 }, { n: 2 }], gone: [] }],
  ],
  ['$facet of nothing', [], [{ $facet: { a: [{ $count: 'c' }] } }], [{ a: [] }]],
  ['$unionWith', [{ a: 1 }], [{ $unionWith: 'f' }], [{ a: 1 }, { _id: 8, k: 'x' }, { _id: 9, k: 'y' }]],
  [
    '$unionWith through a pipeline',
    [{ a: 1 }],
    [{ $unionWith: { coll: 'f', pipeline: [{ $match: { k: 'y' } }, { $unset: '_id' }] } }],
    [{ a: 1 }, { k: 'y' }],
  ],
  ['$replaceRoot', [{ a: { b: 1 } }], [{ $replaceRoot: { newRoot: '$a' } }], [{ b: 1 }]],
  [
    '$replaceWith',
    [{ a: { b: 1 }, c: 2 }],
    [{ $replaceWith: { $mergeObjects: ['$a', { d: '$c' }] } }],
    [{ b: 1, d: 2 }],
  ],
  ['$unset', [{ a: 1, b: 2 }], [{ $unset: 'a' }], [{ b: 2 }]],
  [
    '$unset of several, in arrays too',
    [{ _id: 1, a: [{ x: 1, y: 2 }, 3], b: { c: 1 } }],
    [{ $unset: ['a.x', 'b.c', '_id'] }],
    [{ a: [{ y: 2 }, 3], b: {} }],
  ],
  ['$sample of all', [{ a: 1 }], [{ $sample: { size: 5 } }], [{ a: 1 }]],
  [
    '$sum of decimals is exact',
    [{ v: decimal('0.1') }, { v: decimal('0.2') }, { v: long('9007199254740993') }],
    [{ $group: { _id: null, s: { $sum: '$v' } } }],
    [{ _id: null, s: decimal('9007199254740993.3') }],
  ],
])('%s', (_, documents, pipeline, expected) => {
  expect(piped(documents, pipeline)).toStrictEqual(expected.map(document => stored(document as never)))
})

test('$sample takes so many, none twice, and every one at some time', () => {
  const documents = Array.from({ length: 6 }, (_, i) => ({ i }))
  const seen = new Set<number>()
  for (let round = 0; round < 200; round++) {
    const taken = piped(documents, [{ $sample: { size: 3 } }]).map(({ i }) => Number(i))
    expect(new Set(taken).size).toBe(3)
    for (const i of taken) seen.add(i)
  }
  expect(seen.size).toBe(6)
})

const bucket = (more: object) => ({ $bucket: { groupBy: '$v', boundaries: [0, 5], ...more } })

test.each<[object, number, string | RegExp]>([
  [{ $bucket: 1 }, 40201, /must be an object, but found type: int/],
  [{ $bucket: { groupBy: '$v' } }, 40198, /requires 'groupBy' and 'boundaries'/],
  [bucket({ frob: 1 }), 40197, 'Unrecognized option to $bucket: frob.'],
  [bucket({ groupBy: 'v' }), 40202, /\$-prefixed path or an expression/],
  [bucket({ boundaries: 5 }), 40200, /must be an array, but found type: int/],
  [bucket({ boundaries: ['$a', 5] }), 40191, /array of constant values/],
  [bucket({ boundaries: [1] }), 40192, /at least 2 values, but found 1/],
  [bucket({ boundaries: [1, 'x'] }), 40193, /conflicting types int and string/],
  [
    bucket({ boundaries: [5, 1] }),
    40194,
    /elements 0 and 1 are not in ascending order \(5 is not less than 1\)/,
  ],
  [bucket({ boundaries: [1, double(1)] }), 40194, /not in ascending order/],
  [bucket({ default: '$a' }), 40195, /constant expression/],
  [bucket({ default: 3 }), 40199, /less than the lowest boundary/],
  [bucket({ output: 1 }), 40196, /must be an object/],
  [bucket({ output: { _id: { $sum: 1 } } }), 15948, /only be specified once/],
  [bucket({ output: { n: { $frob: 1 } } }), 15952, /unknown group operator/],
  [{ $sortByCount: 'k' }, 40148, /\$-prefixed path/],
  [{ $sortByCount: { k: 1 } }, 40147, /\$-prefixed path/],
  [{ $sortByCount: 1 }, 40149, /string or as an object/],
  [{ $facet: {} }, 40169, /non-empty object/],
  [{ $facet: { a: 1 } }, 40170, 'arguments to $facet must be arrays, a is type int'],
  [{ $facet: { a: [1] } }, 40171, /element of type int/],
  [
    { $facet: { a: [{ $facet: { b: [] } }] } },
    40600,
    '$facet is not allowed to be used within a $facet stage',
  ],
  [{ $facet: { a: [{ $out: 'x' }] } }, 40600, /^\$out is not allowed/],
  [{ $facet: { 'a.b': [] } }, 16412, /may not contain '.'/],
  [{ $facet: { $a: [] } }, 16410, /may not start with '\$'/],
  [{ $unionWith: 1 }, 9, /must be an object or string, but found int/],
  [{ $unionWith: { pipeline: [] } }, 9, /without explicit collection/],
  [{ $unionWith: { coll: 'x', frob: 1 } }, 40415, "BSON field '$unionWith.frob' is an unknown field."],
  [{ $unionWith: { coll: 'x', pipeline: 1 } }, 14, /expected type 'array'/],
  [
    { $unionWith: { coll: 'x', pipeline: [{ $merge: 'y' }] } },
    31441,
    /^\$merge is not allowed within a \$unionWith's/,
  ],
  [
    { $lookup: { from: 'x', as: 'y', pipeline: [{ $out: 'z' }] } },
    51047,
    /^\$out is not allowed within a \$lookup's/,
  ],
  [{ $out: 'x' }, 40601, '$out can only be the final stage in the pipeline'],
  [{ $replaceRoot: 1 }, 40229, /got int/],
  [{ $replaceRoot: {} }, 40414, /missing but a required field/],
  [{ $replaceRoot: { newRoot: '$a', b: 1 } }, 40415, /unknown field/],
  [{ $unset: 1 }, 31002, /string or an array$/],
  [{ $unset: [] }, 31119, /at least one field/],
  [{ $unset: [1] }, 31120, /only string values/],
  [{ $unset: ['a', 'a'] }, 31250, 'Path collision at a'],
  [{ $unset: ['a', 'a.b'] }, 31249, /^Path collision/],
  [{ $unset: '$a' }, 16410, /may not start with/],
  [{ $sample: 1 }, 28745, /must be an object/],
  [{ $sample: { size: 'x' } }, 28746, /must be a number/],
  [{ $sample: { size: 0 } }, 28747, /must be a positive integer/],
  [{ $sample: { size: 1, frob: 1 } }, 28748, /unrecognized option/],
  [{ $sample: {} }, 28749, /must specify a size/],
  [{ $project: { a: { $switch: { branches: [{ then: 1 }] } } } }, 40064, /'case' expression/],
  [{ $project: { a: { $switch: { branches: [] } } } }, 40068, /at least one branch/],
])('%j is refused before anything runs', (stage, code, message) => {
  const running = () => piped([], [stage])
  expect(running).toThrow(message)
  expect(running).toThrow(expect.objectContaining({ code }))
})

test.each<[object, object, number]>([
  [{ v: 99 }, buckets({}), 40066],
  [{ a: 1 }, { $replaceRoot: { newRoot: '$a' } }, 40228],
  [{ a: 1 }, { $replaceWith: '$none' }, 40228],
  [{ a: [decimal('1'), double(1)] }, { $project: { s: { $sum: '$a' } } }, 238],
  [{ a: decimal('1'), b: double(1) }, { $project: { s: { $add: ['$a', '$b'] } } }, 238],
  [{ a: decimal('9E6144') }, { $project: { s: { $multiply: ['$a', '$a'] } } }, 238],
  [{ a: decimal('1') }, { $project: { s: '$$NOW' } }, 17276],
])('%j through %j is refused with %i', (document, stage, code) => {
  expect(() => piped([document], [stage])).toThrow(expect.objectContaining({ code }))
})
