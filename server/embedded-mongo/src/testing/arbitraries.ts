import { Double, Int32, Long, ObjectId } from 'bson'
import fc from 'fast-check'
import type { Document } from '../query/bson'

// Values come from so small a world that documents, queries and keys meet often.
/** A number of any type but decimal, often small. */
export const number = fc.oneof(
  fc.integer({ min: -1, max: 3 }).map(value => new Int32(value)),
  fc.constantFrom<unknown>(
    new Double(1),
    new Double(1.5),
    new Double(-0.5),
    new Double(NaN),
    Long.fromNumber(2),
    Long.MAX_VALUE,
  ),
)
const ids = ['0'.repeat(24), 'a'.repeat(24)].map(hex => new ObjectId(hex))

/** A scalar; numbers of all types are frequent. */
export const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: number },
  { weight: 3, arbitrary: fc.constantFrom<unknown>('', 'x', 'xy', 'y', '😀') },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, false, new Date(0), new Date(9), ...ids) },
)

/** An Int32 that documents, keys and queries are likely to share. */
export const small = fc.integer({ min: 0, max: 3 }).map(value => new Int32(value))
/** A scalar, mostly a small number. */
export const part = fc.oneof({ weight: 2, arbitrary: small }, { weight: 1, arbitrary: scalar })
const inner = fc.record({ x: part, y: part }, { requiredKeys: [], noNullPrototype: true })
/** A scalar, an array, a document, or an array of documents or of arrays. */
export const field = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: inner },
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof({ weight: 6, arbitrary: inner }, { weight: 1, arbitrary: scalar }), {
      maxLength: 3,
    }),
  },
  { weight: 1, arbitrary: fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }) },
)

const plainField = fc.oneof({ weight: 3, arbitrary: scalar }, { weight: 1, arbitrary: inner })

// Two arrays in one document keep many compound indexes from being built, so that most documents have at most one.
const documentWith = (b: fc.Arbitrary<unknown>): fc.Arbitrary<Document> =>
  fc.record(
    {
      _id: fc.integer({ min: 0, max: 60 }).map(value => new Int32(value)),
      a: field,
      b,
      c: fc.oneof(part, scalar),
      e: part,
    },
    { requiredKeys: ['_id'], noNullPrototype: true },
  )

/** A document with few ids, so that some collide. */
export const document: fc.Arbitrary<Document> = fc.oneof(
  { weight: 20, arbitrary: documentWith(plainField) },
  { weight: 1, arbitrary: documentWith(field) },
)

/** What a collection begins with. */
export const documents: fc.Arbitrary<Document[]> = fc.oneof(
  { weight: 5, arbitrary: fc.array(documentWith(plainField), { minLength: 5, maxLength: 40, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(documentWith(field), { minLength: 5, maxLength: 40, size: 'max' }) },
)

const path = fc.constantFrom('a', 'a', 'b', 'c', 'e', 'a.x', 'a.y', 'b.x', '_id')
/** One comparison with a scalar. */
export const comparison = fc
  .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), scalar)
  .map(([operator, value]) => ({ [operator]: value }))
/** A range between two numbers, at times an empty one. */
export const range = fc
  .tuple(fc.constantFrom('$gt', '$gte'), number, fc.constantFrom('$lt', '$lte'), number)
  .map(([low, from, high, to]) => ({ [low]: from, [high]: to }))

/** What a field may be asked for with operators that the independent oracle knows too. */
export const simpleCondition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: comparison },
  { weight: 2, arbitrary: range },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }).map(values => ({ $in: values })) },
  { weight: 1, arbitrary: scalar.map(value => ({ $ne: value })) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }).map(values => ({ $nin: values })) },
  { weight: 1, arbitrary: fc.boolean().map(value => ({ $exists: value })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map(value => ({ $size: value })) },
)

const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: simpleCondition },
  { weight: 1, arbitrary: fc.oneof(comparison, range).map(operand => ({ $elemMatch: operand })) },
  { weight: 1, arbitrary: fc.tuple(scalar, comparison).map(([x, y]) => ({ $elemMatch: { x, y } })) },
  {
    weight: 1,
    arbitrary: fc.array(scalar, { minLength: 1, maxLength: 2 }).map(values => ({ $all: values })),
  },
  { weight: 1, arbitrary: comparison.map(operand => ({ $not: operand })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('int', 'number', 'string', 'null', 'array', 'object')
      .map(type => ({ $type: type })),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ $regex: '^x' }, { $regex: 'Y', $options: 'i' }) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  { weight: 1, arbitrary: inner },
)

const conjunction = fc
  .uniqueArray(fc.tuple(path, condition), { maxLength: 3, selector: ([name]) => name })
  .map(Object.fromEntries) as fc.Arbitrary<Document>

/** A filter for writes: those that meet everything would leave nothing of interest. */
export const narrow = conjunction.filter(
  ({ _id, ...rest }) => _id !== undefined || Object.keys(rest).length > 1,
)

/** A filter of up to three fields, sometimes with alternatives. */
export const filter: fc.Arbitrary<Document> = fc.oneof(
  { weight: 6, arbitrary: conjunction },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        conjunction,
        fc.array(conjunction, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('$or', '$and', '$nor'),
      )
      .map(([base, parts, operator]) => ({ ...base, [operator]: parts })),
  },
)

/** A filter that the independent oracle understands. */
export const simpleFilter: fc.Arbitrary<Document> = fc
  .uniqueArray(fc.tuple(path, simpleCondition), { maxLength: 2, selector: ([name]) => name })
  .map(Object.fromEntries) as fc.Arbitrary<Document>

/** Ascending or descending. */
export const direction = fc.constantFrom(1, -1)
/** A path that indexes and sorts are made of. */
export const sortable = fc.constantFrom('a', 'b', 'c', 'e', 'a.x', 'a.y', 'b.x', '_id')

/** A sort by up to three fields. */
export const sort: fc.Arbitrary<Record<string, 1 | -1>> = fc
  .uniqueArray(fc.tuple(sortable, direction), { maxLength: 3, selector: ([name]) => name })
  .map(Object.fromEntries) as fc.Arbitrary<Record<string, 1 | -1>>

/** A projection that keeps `_id`. */
export const projection: fc.Arbitrary<Document> = fc.constantFrom<Document>(
  {},
  { a: 1 },
  { a: 0 },
  { 'a.x': 1, c: 1 },
  { 'a.x': 0 },
  { b: { $slice: 1 } },
  { a: { $elemMatch: { x: { $exists: true } } } },
  { c: 1, z: '$b' },
)
