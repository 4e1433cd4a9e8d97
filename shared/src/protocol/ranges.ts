/** Which parts of a room a device holds without a hole: ranges of seq, sorted, apart from one another. */

/** From and to, both within; a range whose `to` is below its `from` holds nothing yet but marks a place. */
export type Range = readonly [from: number, to: number]

/** The ranges with one more; those that touch become one. */
export function addRange(ranges: readonly Range[], added: Range): Range[] {
  const sorted = [...ranges, added].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const result: Range[] = []
  for (const range of sorted) {
    const last = result[result.length - 1]
    if (last && range[0] <= last[1] + 1) result[result.length - 1] = [last[0], Math.max(last[1], range[1])]
    else result.push(range)
  }
  return result
}

/** The range that holds a seq. */
export const rangeAt = (ranges: readonly Range[], seq: number): Range | undefined =>
  ranges.find(([from, to]) => from <= seq && seq <= to)
