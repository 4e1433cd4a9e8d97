import { expect, test } from '@jest/globals'
import { double, long, stored } from '../testing/values'
import { runPipeline } from './aggregate'
import type { Document } from './bson'

function windowed(documents: object[], argument: unknown): Document[] {
  const inputs = documents.map(document => stored(document as never))
  const { stage } = stored({ stage: { $setWindowFields: argument } })
  return runPipeline(inputs, [stage], { lookup: () => [] })
}

const SALES = [
  { _id: 1, k: 'b', n: 3 },
  { _id: 2, k: 'a', n: 1 },
  { _id: 3, k: 'a', n: 4 },
  { _id: 4, k: 'b', n: 3 },
  { _id: 5, n: 7 },
  { _id: 6, k: 'a', n: 2.5 },
]
const documents = (low: unknown, high: unknown) => ({ window: { documents: [low, high] } })
const by = { partitionBy: '$k', sortBy: { n: 1 } }

// What the function gives, by _id and in the order of the results.
test.each<[string, object, object, [number, unknown][]]>([
  [
    '$sum of everything',
    { sortBy: { _id: 1 } },
    { $sum: '$n' },
    [1, 2, 3, 4, 5, 6].map(id => [id, double(20.5)]),
  ],
  [
    '$sum of a partition, partitions in order',
    { partitionBy: '$k' },
    { $sum: '$n' },
    [
      [5, 7],
      [2, double(7.5)],
      [3, double(7.5)],
      [6, double(7.5)],
      [1, 6],
      [4, 6],
    ],
  ],
  [
    '$sum so far',
    by,
    { $sum: '$n', ...documents('unbounded', 'current') },
    [
      [5, 7],
      [2, 1],
      [6, double(3.5)],
      [3, double(7.5)],
      [1, 3],
      [4, 6],
    ],
  ],
  [
    '$avg of neighbours',
    by,
    { $avg: '$n', ...documents(-1, 1) },
    [
      [5, double(7)],
      [2, double(1.75)],
      [6, double(2.5)],
      [3, double(3.25)],
      [1, double(3)],
      [4, double(3)],
    ],
  ],
  [
    '$push of what follows',
    { sortBy: { _id: -1 } },
    { $push: '$k', ...documents(1, 2) },
    [
      [6, ['b']],
      [5, ['b', 'a']],
      [4, ['a', 'a']],
      [3, ['a', 'b']],
      [2, ['b']],
      [1, []],
    ],
  ],
  [
    '$min and an empty window',
    { sortBy: { _id: 1 } },
    { $min: '$n', ...documents(-2, -1) },
    [
      [1, null],
      [2, 3],
      [3, 1],
      [4, 1],
      [5, 3],
      [6, 3],
    ],
  ],
  ['$max', { sortBy: { _id: 1 } }, { $max: '$n' }, [1, 2, 3, 4, 5, 6].map(id => [id, 7])],
  [
    '$count',
    by,
    { $count: {}, ...documents('current', 'unbounded') },
    [
      [5, 1],
      [2, 3],
      [6, 2],
      [3, 1],
      [1, 2],
      [4, 1],
    ],
  ],
  [
    '$first and a missing value',
    { sortBy: { _id: 1 } },
    { $first: '$k', ...documents('current', 'current') },
    [
      [1, 'b'],
      [2, 'a'],
      [3, 'a'],
      [4, 'b'],
      [5, null],
      [6, 'a'],
    ],
  ],
  ['$last', { sortBy: { _id: 1 } }, { $last: '$_id' }, [1, 2, 3, 4, 5, 6].map(id => [id, 6])],
  [
    '$rank leaves gaps',
    { sortBy: { n: 1 } },
    { $rank: {} },
    [
      [2, long(1)],
      [6, long(2)],
      [1, long(3)],
      [4, long(3)],
      [3, long(5)],
      [5, long(6)],
    ],
  ],
  [
    '$denseRank leaves none',
    { sortBy: { n: 1 } },
    { $denseRank: {} },
    [
      [2, long(1)],
      [6, long(2)],
      [1, long(3)],
      [4, long(3)],
      [3, long(4)],
      [5, long(5)],
    ],
  ],
  [
    '$documentNumber begins anew',
    by,
    { $documentNumber: {} },
    [
      [5, long(1)],
      [2, long(1)],
      [6, long(2)],
      [3, long(3)],
      [1, long(1)],
      [4, long(2)],
    ],
  ],
  [
    '$shift back',
    by,
    { $shift: { output: '$_id', by: -1, default: 'none' } },
    [
      [5, 'none'],
      [2, 'none'],
      [6, 2],
      [3, 6],
      [1, 'none'],
      [4, 1],
    ],
  ],
  [
    '$shift ahead',
    { sortBy: { _id: 1 } },
    { $shift: { output: '$k', by: 4 } },
    [
      [1, null],
      [2, 'a'],
      [3, null],
      [4, null],
      [5, null],
      [6, null],
    ],
  ],
])('%s', (_, options, specification, expected) => {
  const results = windowed(SALES, { ...options, output: { r: specification } })
  const { pairs } = stored({ pairs: expected })
  expect(results.map(({ _id, r }) => [_id, r])).toStrictEqual(pairs)
})

test('the rest of a document stays, several fields go to dotted places', () => {
  const output = { 'w.sum': { $sum: '$n' }, 'w.all': { $push: '$n' } }
  expect(windowed([{ n: 1, w: { x: 1 } }], { output })).toStrictEqual([
    stored({ n: 1, w: { x: 1, sum: 1, all: [1] } }),
  ])
})

test('without partition and sort the order stays', () => {
  expect(windowed(SALES, { output: {} })).toStrictEqual(SALES.map(stored))
})

const one = (specification: unknown, more: object = { sortBy: { n: 1 } }) => ({
  ...more,
  output: { r: specification },
})

test.each<[unknown, number, string | RegExp]>([
  [1, 9, /must be an object, found int/],
  [{ partitionBy: '$k' }, 40414, /'\$setWindowFields.output' is missing/],
  [{ output: {}, frob: 1 }, 40415, /unknown field/],
  [{ output: 1 }, 14, /expected type 'object'/],
  [{ output: {}, sortBy: 1 }, 14, /expected type 'object'/],
  [{ output: {}, sortBy: { n: 2 } }, 15975, /ordering must be/],
  [{ output: { a: { $sum: 1 }, 'a.b': { $sum: 1 } } }, 6307900, /conflicting paths/],
  [{ output: { $a: { $sum: 1 } } }, 16410, /may not start with/],
  [one(1), 9, "The field 'r' must be an object"],
  [one({}), 9, /Expected a \$-prefixed window function/],
  [one({ $frob: 1 }), 9, 'Unrecognized window function, $frob'],
  [one({ $sum: 1, $avg: 1 }), 9, /multiple functions/],
  [one({ $sum: 1, frob: 1 }), 9, /unknown argument: frob/],
  [one({ $expMovingAvg: { input: '$n', N: 2 } }), 238, /not supported here/],
  [one({ $count: 1 }), 9, /empty object/],
  [one({ $sum: 1, window: 1 }), 9, "'window' field must be an object"],
  [one({ $sum: 1, window: { range: [0, 1] } }), 238, /windows by range/],
  [one({ $sum: 1, window: { range: [0, 1], documents: [0, 1] } }), 9, /not both/],
  [one({ $sum: 1, window: { unit: 'day' } }), 9, /only specify 'unit' with range/],
  [one({ $sum: 1, window: { frob: 1 } }), 9, /can only contain 'documents'/],
  [one({ $sum: 1, window: { documents: [0, 1], frob: 1 } }), 9, /cannot have other fields/],
  [one({ $sum: 1, ...documents(0, 'x') }), 9, /'unbounded', 'current', or a number/],
  [one({ $sum: 1, ...documents(0, 1.5) }), 9, /must be an integer/],
  [one({ $sum: 1, ...documents(0, { $add: [1, 1] }) }), 9, /must be a constant/],
  [one({ $sum: 1, window: { documents: [1] } }), 9, /2-element array/],
  [one({ $sum: 1, ...documents(1, 0) }), 5339900, /must not exceed upper bound: \[1, 0\]/],
  [one({ $sum: 1, ...documents(0, 1) }, {}), 5339901, /require a sortBy/],
  [one({ $rank: {}, window: {} }), 5371601, /take no other arguments/],
  [one({ $rank: 1 }), 5371603, /with '\{\}' as the value/],
  [one({ $rank: {} }, {}), 5371602, /exactly one element/],
  [one({ $denseRank: {} }, { sortBy: { a: 1, b: 1 } }), 5371602, /exactly one element/],
  [one({ $shift: { output: '$n', by: 1 } }, {}), 9, /requires a sortBy/],
  [one({ $shift: { output: '$n', by: 'x' } }), 9, /must be an integer/],
  [one({ $shift: { by: 1 } }), 9, /requires an 'output'/],
  [one({ $shift: { output: 1 } }), 9, /requires 'by'/],
  [one({ $shift: { output: 1, by: 1, default: '$n' } }), 9, /constant value/],
  [one({ $shift: { output: 1, by: 1, frob: 1 } }), 9, /Unknown argument/],
  [one({ $shift: { output: 1, by: 1 }, window: {} }), 9, /does not accept a 'window'/],
])('%j is refused', (argument, code, message) => {
  expect(() => windowed([], argument)).toThrow(message)
  expect(() => windowed([], argument)).toThrow(expect.objectContaining({ code }))
})

test('a partition by a list is refused', () => {
  expect(() => windowed([{ k: [1] }], { partitionBy: '$k', output: {} })).toThrow(
    expect.objectContaining({ code: 14 }),
  )
})
