import type { Environment, Table } from '../storage/environment'
import type { Plan } from './plan'

/** One stretch of keys, read one at a time; between two reads it can let go of the database and come back. */
export class Walk {
  private iterator: Iterator<Uint8Array> | undefined
  private last: Uint8Array | undefined
  private previous: Uint8Array | undefined
  private done = false

  constructor(
    private readonly table: Table,
    private readonly start: Buffer,
    private readonly end: Buffer,
    private readonly reverse: boolean,
  ) {}

  next(): Uint8Array | undefined {
    if (this.done) return undefined
    this.iterator ??= this.open()
    let step = this.iterator.next()
    // A walk backwards resumes on the key it stopped at, if that is still there.
    if (this.reverse && this.last && !step.done && sameBytes(step.value, this.last))
      step = this.iterator.next()
    if (step.done) {
      this.done = true
      this.iterator = undefined
      return undefined
    }
    this.previous = this.last
    this.last = step.value
    return step.value
  }

  /** Puts the key just read back; it is looked up again when the walk goes on. */
  unread(): void {
    this.suspend()
    this.last = this.previous
  }

  /** Releases the read transaction, so that an idle cursor never keeps old pages alive. */
  suspend(): void {
    this.iterator?.return?.()
    this.iterator = undefined
  }

  private open(): Iterator<Uint8Array> {
    const { start, end, reverse, last } = this
    const range = reverse
      ? { start: (last as Buffer | undefined) ?? end, end: start, reverse }
      : { start: last ? Buffer.concat([last, NOTHING_BETWEEN]) : start, end }
    return this.table.getKeys(range)[Symbol.iterator]()
  }
}

const NOTHING_BETWEEN = Buffer.of(0)
const sameBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

/** What both kinds of walk over an index offer. */
export interface EntryWalk {
  next(): Uint8Array | undefined
  suspend(): void
}

/** The walk over all stretches of a plan, one after the other or merged into one order. */
export function entryWalk(environment: Environment, plan: Plan): EntryWalk {
  const walks = plan.stretches.map(
    ({ start, end }) => new Walk(environment.entries, start, end, plan.reverse),
  )
  if (plan.reverse) walks.reverse()
  if (walks.length === 1) return walks[0]!
  if (!plan.merge) return sequence(walks)
  const fixed = plan.stretches.map(stretch => stretch.fixed)
  return merge(walks, plan.reverse ? fixed.reverse() : fixed, plan.reverse)
}

function sequence(walks: Walk[]): EntryWalk {
  let at = 0
  return {
    next() {
      for (; at < walks.length; at++) {
        const key = walks[at]!.next()
        if (key) return key
      }
      return undefined
    },
    suspend: () => walks[at]?.suspend(),
  }
}

function merge(walks: Walk[], fixed: number[], reverse: boolean): EntryWalk {
  let heap: Head[] | undefined
  const isBefore = (a: Head, b: Head) => {
    const order = Buffer.compare(a.key.subarray(fixed[a.at]), b.key.subarray(fixed[b.at]))
    return order === 0 ? a.at < b.at : reverse ? order > 0 : order < 0
  }
  const open = () => {
    const heads: Head[] = []
    for (const [at, walk] of walks.entries()) {
      const key = walk.next()
      if (key) heads.push({ at, key })
    }
    return heads.sort((a, b) => (isBefore(a, b) ? -1 : 1))
  }
  return {
    next() {
      heap ??= open()
      const first = heap[0]
      if (!first) return undefined
      const { key } = first
      const following = walks[first.at]!.next()
      if (following) first.key = following
      else {
        const last = heap.pop()!
        if (heap.length > 0) heap[0] = last
      }
      sink(heap, isBefore)
      return key
    },
    // Heads read ahead may be out of date by the time the walk goes on.
    suspend() {
      for (const { at } of heap ?? []) walks[at]!.unread()
      heap = undefined
    },
  }
}

/** The next key of one of several walks. */
interface Head {
  at: number
  key: Uint8Array
}

/** Lets the first of a heap, which may have grown, find its place again. */
function sink(heap: Head[], isBefore: (a: Head, b: Head) => boolean): void {
  for (let at = 0; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    let least = at
    if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left
    if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right
    if (least === at) return
    ;[heap[at], heap[least]] = [heap[least]!, heap[at]!]
    at = least
  }
}
