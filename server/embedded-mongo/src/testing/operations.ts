import { Int32 } from 'bson'
import fc from 'fast-check'
import type { Document } from '../query/bson'
import {
  comparison,
  direction,
  document,
  field,
  filter,
  narrow,
  part,
  projection,
  range,
  scalar,
  small,
  sort,
  sortable,
} from './arbitraries'
import { type AnyUpdate, update } from './updates'

/** The specification of an index. */
export type IndexRequest = {
  key: Record<string, 1 | -1>
  unique?: true
  sparse?: true
  partialFilterExpression?: Document
}

const key = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'a.x', 'a.y', 'b.x'), direction), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  })
  .map(Object.fromEntries) as fc.Arbitrary<Record<string, 1 | -1>>
const options = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ unique: true as const }) },
  { weight: 2, arbitrary: fc.constant({ sparse: true as const }) },
  { weight: 1, arbitrary: fc.constant({ unique: true as const, sparse: true as const }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Document>(
        { c: { $gt: new Int32(0) } },
        { a: { $exists: true } },
        { c: 'x' },
        { a: { $type: 'number' } },
        { c: { $type: 'null' } },
        { a: { $gte: new Int32(1), $lt: new Int32(3) } },
        { c: null },
      )
      .map(partialFilterExpression => ({ partialFilterExpression })),
  },
)

/** An index: compound or not, descending or not, unique, sparse or partial. */
export const indexRequest: fc.Arbitrary<IndexRequest> = fc
  .tuple(key, options)
  .map(([pattern, more]) => ({ key: pattern, ...more }))

/** One step of a run. */
export type Operation =
  | { kind: 'insert'; documents: Document[]; ordered: boolean }
  | { kind: 'updateOne' | 'updateMany' | 'upsert'; id: Int32; filter: Document; update: AnyUpdate }
  | {
      kind: 'findAndUpdate'
      filter: Document
      update: AnyUpdate
      after: boolean
      sort: Record<string, 1 | -1>
    }
  | { kind: 'findAndDelete'; filter: Document; sort: Record<string, 1 | -1> }
  | { kind: 'deleteMany'; filter: Document }
  | {
      kind: 'merge'
      filter: Document
      value: unknown
      whenMatched: 'merge' | 'replace' | 'keepExisting' | Document[]
    }
  | { kind: 'out'; filter: Document; value: unknown }
  | { kind: 'createIndex'; request: IndexRequest }
  | { kind: 'dropIndex'; at: number }

const anId = fc.integer({ min: 0, max: 60 }).map(value => new Int32(value))

/** Writes and index changes, inserts most of all. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      documents: fc.array(document, { minLength: 1, maxLength: 8, size: 'max' }),
      ordered: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('updateOne' as const, 'updateMany' as const, 'upsert' as const),
      id: anId,
      filter: fc.oneof(fc.constant({}), narrow),
      update,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('findAndUpdate' as const),
      filter,
      update,
      after: fc.boolean(),
      sort,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('findAndDelete' as const), filter, sort }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteMany' as const), filter: narrow }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      filter: narrow,
      value: field,
      whenMatched: fc.constantFrom<'merge' | 'replace' | 'keepExisting' | Document[]>(
        'merge',
        'replace',
        'keepExisting',
        [{ $set: { b: '$$new.a', e: '$c' } }],
      ),
    }),
  },
  // Rare, since it leaves only what it found.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('out' as const),
      filter: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: filter }),
      value: field,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('createIndex' as const), request: indexRequest }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('dropIndex' as const), at: fc.nat() }) },
)

/** One question about what is stored. */
export type Query = {
  filter: Document
  sort: Record<string, 1 | -1>
  skip: number
  limit: number
  projection: Document
  batchSize: number
}

/** A question with everything a find takes. */
export const query: fc.Arbitrary<Query> = fc.record({
  filter,
  sort,
  skip: fc.constantFrom(0, 0, 0, 0, 1, 3),
  limit: fc.constantFrom(0, 0, 0, 1, 2, 5),
  projection,
  batchSize: fc.constantFrom(1, 2, 3, 100),
})

const bound = fc.oneof(
  { weight: 4, arbitrary: small },
  { weight: 2, arbitrary: scalar },
  {
    weight: 4,
    arbitrary: fc.array(part, { minLength: 2, maxLength: 4, size: 'max' }).map(values => ({ $in: values })),
  },
  { weight: 2, arbitrary: fc.oneof(comparison, range) },
  { weight: 1, arbitrary: range.map(operand => ({ $elemMatch: operand })) },
)

// Mostly the index forwards or backwards, at times a mixture that it cannot give.
const ways = fc.oneof(
  { weight: 3, arbitrary: direction.map(way => [way, way, way]) },
  { weight: 1, arbitrary: fc.tuple(direction, direction, direction) },
)

/** An index and questions made for it: conditions on its first fields, a sort along the following ones. */
export const aligned: fc.Arbitrary<{ request: IndexRequest; queries: Query[] }> = fc
  .tuple(
    fc.uniqueArray(
      fc.tuple(fc.oneof(sortable, fc.constantFrom('a.x', 'a.y'), fc.constantFrom('c', 'e')), direction),
      { minLength: 2, maxLength: 3, selector: ([name]) => name, size: 'max' },
    ),
    options,
    fc.array(fc.tuple(query, fc.array(bound, { maxLength: 2 }), fc.constantFrom(-1, -1, 0, 1), ways), {
      minLength: 2,
      maxLength: 8,
      size: 'max',
    }),
  )
  .map(([fields, more, questions]) => ({
    request: { key: Object.fromEntries(fields) as Record<string, 1 | -1>, ...more },
    queries: questions.map(([base, bounds, from, flips]) => ({
      ...base,
      filter: Object.fromEntries(bounds.map((operand, at) => [fields[at]![0], operand])),
      sort: Object.fromEntries(
        fields.slice(from < 0 ? bounds.length : from).map(([name, own], at) => [name, own * flips[at]!]),
      ) as Query['sort'],
    })),
  }))
