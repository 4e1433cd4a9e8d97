/** One timer, set to what is due next: this node's own rows to the moment, those of a node that died at the next look. */
import type { Context } from '../../kernel/context'
import { fire } from './fire'
import { type ScheduleDoc, Schedules } from './model'

const lookEvery = 5_000
const afterFailure = 1_000
const batch = 200
const atOnce = 20

let context: Context | null = null
let timer: NodeJS.Timeout | undefined
let next = Infinity
let looking: Promise<void> | null = null

/** Begins: at once with what fell due while no server ran. */
export function begin(ctx: Context): void {
  context = ctx
  wake(Date.now())
}

/** Ends; resolves when what is under way is done. */
export async function finish(): Promise<void> {
  context = null
  clearTimeout(timer)
  next = Infinity
  await looking
}

/** Something falls due then, in milliseconds since 1970. */
export function wake(at: number): void {
  if (!context || at >= next) return
  next = at
  clearTimeout(timer)
  timer = setTimeout(() => void run(), Math.max(0, at - Date.now())).unref()
}

async function run(): Promise<void> {
  const ctx = context
  if (!ctx) return
  next = Infinity
  let soonest = Date.now() + afterFailure
  looking ??= look(ctx)
  try {
    await looking
    soonest = Math.min(Date.now() + lookEvery, await nextDue())
  } catch (error) {
    ctx.log.error({ err: error }, 'looking for what is due failed')
  } finally {
    looking = null
  }
  wake(soonest)
}

/** Does all that is due, and what a node that died had begun. */
export async function look(ctx: Context): Promise<void> {
  const now = new Date()
  const begun = { state: 'firing', claimedUntil: { $lte: now } }
  await inTurn(ctx, await Schedules.find(begun).limit(batch).lean())
  for (;;) {
    const due = await Schedules.find({ state: 'waiting', at: { $lte: now } })
      .sort({ at: 1 })
      .limit(batch)
      .lean()
    await inTurn(ctx, due)
    if (due.length < batch) return
  }
}

/** One that cannot be done now holds up none of the others: it was taken, and is free again after a while. */
async function inTurn(ctx: Context, docs: ScheduleDoc[]): Promise<void> {
  for (let i = 0; i < docs.length; i += atOnce) {
    const results = await Promise.allSettled(docs.slice(i, i + atOnce).map(doc => fire(ctx, doc)))
    for (const result of results)
      if (result.status === 'rejected')
        ctx.log.warn({ err: result.reason }, 'what was planned could not be done yet')
  }
}

async function nextDue(): Promise<number> {
  const [row] = await Schedules.find({ state: 'waiting' }, { at: 1 }).sort({ at: 1 }).limit(1).lean()
  return row?.at.getTime() ?? Infinity
}
