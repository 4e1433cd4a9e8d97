import { Int32, Long } from 'bson'
import fc from 'fast-check'
import type { Document } from '../query/bson'
import { comparison, direction, field, number, scalar, small } from './arbitraries'

/** An update as a document or as a pipeline. */
export type AnyUpdate = Document | Document[]

const name = fc.constantFrom('a', 'b', 'c', 'e')
const constant = field.map(value => ({ $literal: value }))

const modifiers: fc.Arbitrary<Document> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', 'c', 'a.x', 'a.0', 'd'), field)
      .map(([path, value]) => ({ $set: { [path]: value } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'c', 'e', 'b.x'), number, fc.constantFrom('$inc', '$mul', '$min', '$max'))
      .map(([path, value, operator]) => ({ [operator]: { [path]: value } })),
  },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'c', 'a.x').map(path => ({ $unset: { [path]: '' } })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', 'c', 'e', 'a.x', 'a.0'), fc.constantFrom('a', 'b', 'd', 'b.x', 'd.y'))
      .filter(([from, to]) => !`${to}.`.startsWith(`${from}.`) && !`${from}.`.startsWith(`${to}.`))
      .map(([from, to]) => ({ $rename: { [from]: to } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(name, fc.constantFrom('and', 'or', 'xor'), fc.oneof(small, fc.constant(Long.fromNumber(6))))
      .map(([path, operation, mask]) => ({ $bit: { [path]: { [operation]: mask } } })),
  },
)

const arrayModifiers: fc.Arbitrary<Document> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', 'd'), scalar, fc.constantFrom('$push', '$addToSet', '$pull'))
      .map(([path, value, operator]) => ({ [operator]: { [path]: value } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b'), fc.array(scalar, { maxLength: 3 }))
      .map(([path, values]) => ({ $pullAll: { [path]: values } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b'), direction)
      .map(([path, end]) => ({ $pop: { [path]: new Int32(end) } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b'), fc.array(scalar, { maxLength: 3 }), direction)
      .map(([path, values, way]) => ({
        $push: { [path]: { $each: values, $sort: way, $slice: 3, $position: 0 } },
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(comparison, scalar)
      .map(([operand, value]) => ({ $pull: { a: operand }, $set: { c: value } })),
  },
  { weight: 1, arbitrary: scalar.map(value => ({ $set: { 'a.$[]': value } })) },
  { weight: 1, arbitrary: scalar.map(value => ({ $set: { 'a.$': value } })) },
)

const stages: fc.Arbitrary<Document[]> = fc.oneof(
  fc.tuple(name, constant).map(([path, value]) => [{ $set: { [path]: value } }]),
  fc.tuple(name, name, name).map(([to, from, gone]) => [{ $set: { [to]: `$${from}` } }, { $unset: gone }]),
  scalar.map(value => [{ $addFields: { 'a.x': { $literal: value } } }]),
  fc.constantFrom<Document[]>(
    [{ $project: { a: 1, c: 1 } }],
    [{ $replaceWith: { _id: '$_id', a: '$b', b: '$a', c: '$c' } }],
    [{ $replaceRoot: { newRoot: '$b' } }],
    [{ $set: { c: { $ifNull: ['$e', 0] } } }],
  ),
)

/** An update by modifiers, by array modifiers, by a pipeline, or by replacement. */
export const update: fc.Arbitrary<AnyUpdate> = fc.oneof(
  { weight: 10, arbitrary: modifiers },
  { weight: 9, arbitrary: arrayModifiers },
  { weight: 5, arbitrary: stages },
  {
    weight: 1,
    arbitrary: fc.record({ a: field, b: field, c: scalar }, { requiredKeys: [], noNullPrototype: true }),
  },
)
