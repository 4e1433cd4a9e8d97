import { expect, test } from '@jest/globals'
import { indexFromSpec } from '../storage/index-spec'
import { stored } from '../testing/values'
import { conditionsOf } from './conditions'
import { impliesMembership } from './implies'

const implies = (options: object, filter: object) =>
  impliesMembership(
    indexFromSpec(1, stored({ key: { a: 1, b: 1 }, name: 'i', ...options })),
    conditionsOf(stored({ ...filter })),
  )
const partial = (partialFilterExpression: object) => ({ partialFilterExpression })

test.each<[object, object, boolean]>([
  [{}, {}, true],
  [{ sparse: true }, {}, false],
  [{ sparse: true }, { a: 1 }, true],
  [{ sparse: true }, { b: { $gt: 1 } }, true],
  [{ sparse: true }, { a: null }, false],
  [{ sparse: true }, { a: { $in: [1, null] } }, false],
  [{ sparse: true }, { c: 1 }, false],
  [partial({ c: 1 }), { a: 1 }, false],
  [partial({ c: 1 }), { c: 1 }, true],
  [partial({ c: 1 }), { c: 2 }, false],
  [partial({ c: { $gt: 5 } }), { c: 6 }, true],
  [partial({ c: { $gt: 5 } }), { c: { $gt: 5 } }, true],
  [partial({ c: { $gt: 5 } }), { c: { $gte: 5 } }, false],
  [partial({ c: { $gte: 5 } }), { c: { $gt: 5 } }, true],
  [partial({ c: { $gt: 5 } }), { c: { $gt: 'x' } }, false],
  [partial({ c: { $gt: 5 } }), { c: { $lt: 9 } }, false],
  [partial({ c: { $exists: true } }), { c: { $gt: 1 } }, true],
  [partial({ c: { $exists: true } }), { c: null }, false],
  [partial({ c: { $type: 'null' } }), { c: null }, false],
  [partial({ c: { $type: 'string' } }), { c: 'x' }, true],
  [partial({ c: null }), { c: null }, true],
  [partial({ c: 1, d: 2 }), { c: 1 }, false],
  [partial({ $and: [{ c: 1 }, { d: 2 }] }), { d: 2, c: 1 }, true],
  [partial({ $or: [{ c: 1 }] }), { c: 1 }, false],
])('an index with %j holds everything that %j asks for: %p', (options, filter, answer) => {
  expect(implies(options, filter)).toBe(answer)
})
