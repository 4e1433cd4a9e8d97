import fc from 'fast-check'

/** A document of a shape so plain that a pipeline over it can be followed by hand. */
export type Row = {
  _id: number
  k?: string | null
  n: number
  l?: number[] | number
  [computed: string]: unknown
}

/** One stage. */
export type PlainStage = Record<string, unknown>

const few = fc.integer({ min: -3, max: 3 })

/** Rows with few different values, so that many share them. */
export const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record(
      { k: fc.constantFrom('x', 'y', null), n: few, l: fc.array(few, { maxLength: 3 }) },
      { requiredKeys: ['n'], noNullPrototype: true },
    ),
    { minLength: 2, maxLength: 14, size: 'max' },
  )
  .map(all => all.map((row, _id) => ({ _id, ...row })))

const way = fc.constantFrom(1, -1)
const end = (values: number[]) => fc.constantFrom<string | number>('unbounded', 'current', ...values)
const bounds = fc
  .tuple(end([-2, -1, 1]), end([-1, 1, 2]))
  .filter(([low, high]) => asNumber(low, -9) <= asNumber(high, 9))
  .map(documents => ({ window: { documents } }))

/** A bound of a window as an offset. */
export const asNumber = (bound: string | number, unbounded: number): number =>
  bound === 'unbounded' ? unbounded : bound === 'current' ? 0 : Number(bound)

const accumulated = fc
  .tuple(
    fc.constantFrom('$sum', '$avg', '$min', '$max', '$push', '$first', '$last'),
    fc.oneof(bounds, fc.constant({})),
  )
  .map(([name, window]) => ({ [name]: '$n', ...window }))
const placed = fc.oneof(
  fc.constantFrom('$rank', '$denseRank', '$documentNumber').map(name => ({ [name]: {} })),
  fc.integer({ min: -2, max: 2 }).map(by => ({ $shift: { output: '$n', by, default: 'none' } })),
  bounds.map(window => ({ $count: {}, ...window })),
)

const windowStage = fc
  .record({
    partitionBy: fc.constantFrom('$k', '$n', undefined),
    way,
    w: fc.oneof(accumulated, placed),
    v: fc.oneof(accumulated, placed),
  })
  .map(({ partitionBy, way: direction, w, v }) => ({
    $setWindowFields: { ...(partitionBy && { partitionBy }), sortBy: { n: direction }, output: { w, v } },
  }))

const rowStage: fc.Arbitrary<PlainStage> = fc.oneof(
  few.map(value => ({ $match: { n: { $gt: value } } })),
  fc.constantFrom('x', null).map(value => ({ $match: { k: value } })),
  way.map(direction => ({ $sort: { n: direction, _id: 1 } })),
  fc.integer({ min: 0, max: 3 }).map(count => ({ $skip: count })),
  fc.integer({ min: 1, max: 9 }).map(count => ({ $limit: count })),
  fc.constantFrom<PlainStage>(
    { $set: { n: { $add: ['$n', 1] } } },
    { $unset: 'l' },
    { $unset: ['k', 'w'] },
    { $unwind: '$l' },
    { $replaceWith: { _id: '$_id', n: '$n', k: '$k', l: '$l' } },
  ),
  windowStage,
)

const last: fc.Arbitrary<PlainStage[]> = fc.oneof(
  fc.constantFrom<PlainStage[]>(
    [],
    [{ $count: 'rows' }],
    [{ $group: { _id: '$k', sum: { $sum: '$n' }, all: { $push: '$n' } } }, { $sort: { _id: 1 } }],
    [{ $sortByCount: '$n' }, { $sort: { count: -1, _id: 1 } }],
  ),
  fc
    .uniqueArray(few, { minLength: 2, maxLength: 4, size: 'max' })
    .map(edges => edges.sort((a, b) => a - b))
    .map(boundaries => [
      { $bucket: { groupBy: '$n', boundaries, default: 'other', output: { ids: { $push: '$_id' } } } },
    ]),
)

const simple = fc
  .tuple(fc.array(rowStage, { maxLength: 2 }), last)
  .map(([stages, end]) => [...stages, ...end])

/** A pipeline whose results have one order, over a collection of that name. */
export const pipelineOver = (name: string): fc.Arbitrary<PlainStage[]> => {
  const union = fc
    .array(rowStage, { maxLength: 2 })
    .map(pipeline => ({ $unionWith: { coll: name, pipeline: [{ $sort: { _id: 1 } }, ...pipeline] } }))
  const stage = fc.oneof({ weight: 6, arbitrary: rowStage }, { weight: 1, arbitrary: union })
  const facet = fc.record({ f: simple, g: simple }).map(facets => [{ $facet: facets }])
  return fc
    .tuple(
      fc.option(few),
      fc.array(stage, { maxLength: 5 }),
      fc.oneof({ weight: 3, arbitrary: last }, { weight: 1, arbitrary: facet }),
    )
    .map(([least, stages, end]) => [
      ...(least === null ? [] : [{ $match: { n: { $gte: least } } }]),
      { $sort: { _id: 1 } },
      ...stages,
      ...end,
    ])
}
