import { expect, test } from '@jest/globals'
import { Long } from 'bson'
import { stored } from '../testing/values'
import type { Document } from './bson'
import { applyUpdate } from './update'

const MAX = Long.MAX_VALUE
type Options = { filter?: Document; arrayFilters?: Document[] }

const REFUSED: [string, object, object, number, string | RegExp, Options?][] = [
  [
    'unknown modifier',
    {},
    { $foo: { a: 1 } },
    9,
    'Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update specified as an array',
  ],
  ['modifier beside a field', {}, { $set: { a: 1 }, b: 1 }, 9, /^Unknown modifier: b\./],
  [
    'modifier without fields',
    {},
    { $set: 5 },
    9,
    /^Modifiers operate on fields but we found type int instead/,
  ],
  ['field beside a modifier', {}, { a: 1, $set: { b: 1 } }, 52, /prefixed field '\$set'/],
  ['pipeline', {}, [{ $set: { a: 1 } }], 238, /pipeline/],
  [
    'conflict',
    {},
    { $set: { a: 1 }, $inc: { a: 1 } },
    40,
    "Updating the path 'a' would create a conflict at 'a'",
  ],
  [
    'conflict below',
    {},
    { $set: { a: 1, 'a.b': 1 } },
    40,
    "Updating the path 'a.b' would create a conflict at 'a'",
  ],
  [
    'conflict above',
    {},
    { $set: { 'a.b': 1 }, $unset: { a: 1 } },
    40,
    "Updating the path 'a' would create a conflict at 'a'",
  ],
  [
    'conflict of placeholder and position',
    { a: [1] },
    { $set: { 'a.$[]': 1, 'a.0': 1 } },
    40,
    "Updating the path 'a.0' would create a conflict at 'a'",
  ],
  [
    'two names changing one place',
    { a: [1] },
    { $set: { 'a.$[x]': 1, 'a.$[y]': 2 } },
    40,
    /conflict at 'a\.0'/,
    { arrayFilters: [{ x: 1 }, { y: 1 }] },
  ],
  [
    '$ beside the same position',
    { a: [5] },
    { $set: { 'a.$': 1, 'a.0': 2 } },
    40,
    /conflict/,
    { filter: { a: 5 } },
  ],
  [
    'path through a number',
    { a: 1 },
    { $set: { 'a.b': 1 } },
    28,
    "Cannot create field 'b' in element {a: 1}",
  ],
  [
    'path through null',
    { a: null },
    { $set: { 'a.b': 1 } },
    28,
    "Cannot create field 'b' in element {a: null}",
  ],
  [
    'name in an array',
    { a: [1] },
    { $set: { 'a.b': 1 } },
    28,
    "Cannot create field 'b' in element {a: [ 1 ]}",
  ],
  [
    '_id changed',
    { _id: 1 },
    { $set: { _id: 2 } },
    66,
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  ],
  ['_id removed', { _id: 1 }, { $unset: { _id: 1 } }, 66, /immutable field '_id'/],
  ['_id changed inside', { _id: { a: 1 } }, { $set: { '_id.a': 2 } }, 66, /immutable field '_id'/],
  [
    '_id replaced',
    { _id: 1 },
    { _id: 2 },
    66,
    "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2",
  ],
  ['$inc by text', {}, { $inc: { a: 'x' } }, 14, 'Cannot increment with non-numeric argument: {a: "x"}'],
  ['$mul by text', {}, { $mul: { a: 'x' } }, 14, 'Cannot multiply with non-numeric argument: {a: "x"}'],
  [
    '$inc of text',
    { _id: 7, a: 'x' },
    { $inc: { a: 1 } },
    14,
    "Cannot apply $inc to a value of non-numeric type. {_id: 7} has the field 'a' of non-numeric type string",
  ],
  ['$inc of null', { _id: 7, a: null }, { $inc: { a: 1 } }, 14, /of non-numeric type null$/],
  [
    '$inc beyond 64 bits',
    { _id: 7, a: MAX },
    { $inc: { a: 1 } },
    2,
    'Failed to apply $inc operations to current value ((NumberLong)9223372036854775807) for document {_id: 7}',
  ],
  [
    '$push to a number',
    { _id: 7, a: 1 },
    { $push: { a: 1 } },
    2,
    "The field 'a' must be an array but is of type int in document {_id: 7}",
  ],
  [
    '$push with a strange clause',
    {},
    { $push: { a: { $each: [], $foo: 1 } } },
    2,
    'Unrecognized clause in $push: $foo',
  ],
  [
    '$push $each of a number',
    {},
    { $push: { a: { $each: 1 } } },
    2,
    'The argument to $each in $push must be an array but it was of type: int',
  ],
  ['$push $slice of text', {}, { $push: { a: { $each: [], $slice: 'x' } } }, 2, /\$slice must be an integer/],
  ['$push $sort of text', {}, { $push: { a: { $each: [], $sort: 'x' } } }, 2, /^The \$sort is invalid/],
  ['$pull from a number', { a: 1 }, { $pull: { a: 1 } }, 2, 'Cannot apply $pull to a non-array value'],
  ['$pull by an unknown operator', { a: [1] }, { $pull: { a: { $foo: 1 } } }, 2, 'unknown operator: $foo'],
  [
    '$addToSet to a number',
    { a: 1 },
    { $addToSet: { a: 1 } },
    2,
    "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type int",
  ],
  ['$pop of neither end', { a: [1] }, { $pop: { a: 2 } }, 9, /^\$pop expects 1 or -1/],
  ['$currentDate of text', {}, { $currentDate: { a: 'x' } }, 2, /is not valid type for \$currentDate/],
  [
    '$ without a match in an array',
    { a: 1 },
    { $set: { 'b.$': 1 } },
    2,
    'The positional operator did not find the match needed from the query.',
    { filter: { a: 1 } },
  ],
  ['$ twice', {}, { $set: { 'a.$.b.$': 1 } }, 2, /^Too many positional/],
  ['$ first', {}, { $set: { '$.a': 1 } }, 2, /^Cannot have positional/],
  [
    '$[] on a number',
    { a: 1 },
    { $set: { 'a.$[]': 1 } },
    2,
    'Cannot apply array updates to non-array element a: 1',
  ],
  [
    '$[] on nothing',
    {},
    { $set: { 'a.$[]': 1 } },
    2,
    "The path 'a' must exist in the document in order to apply array updates.",
  ],
  [
    '$[name] without a filter',
    { a: [] },
    { $set: { 'a.$[x]': 1 } },
    2,
    "No array filter found for identifier 'x' in path 'a.$[x]'",
  ],
  [
    'filter without $[name]',
    {},
    { $set: { a: 1 } },
    9,
    /^The array filter for identifier 'x' was not used/,
    { arrayFilters: [{ x: 1 }] },
  ],
  [
    'two filters of one name',
    {},
    { $set: { 'a.$[x]': 1 } },
    9,
    /^Found multiple array filters/,
    { arrayFilters: [{ x: 1 }, { x: 2 }] },
  ],
  [
    'filter of two names',
    {},
    { $set: { 'a.$[x]': 1 } },
    9,
    /Expected a single top-level field name/,
    { arrayFilters: [{ x: 1, y: 2 }] },
  ],
  ['empty path', {}, { $set: { '': 1 } }, 56, 'An empty update path is not valid.'],
  ['empty name in a path', {}, { $set: { 'a..b': 1 } }, 56, /contains an empty field name/],
  ['$-prefixed name', {}, { $set: { 'a.$b': 1 } }, 52, /^The dollar \(\$\) prefixed field '\$b'/],
  ['padding without end', { a: [] }, { $set: { 'a.2000000': 1 } }, 2, /backfill/],
]

test.each(REFUSED)('refused: %s', (_, before, update, code, message, options = {}) => {
  const context = stored({ ...options } as never) as Options
  const argument = Array.isArray(update) ? update : stored(update as never)
  const updating = () => applyUpdate(stored(before as never), argument, context)
  expect(updating).toThrow(message)
  expect(updating).toThrow(expect.objectContaining({ code }))
})
