/** The sweep that finishes durable work which a crash interrupted. */
import { durableSubscriptions, run } from './bus'
import type { Context } from './context'

const batch = 100

/** Looks through every carrier for work left undone and does it; safe to run on several nodes. */
export async function sweep(ctx: Context): Promise<void> {
  for (const one of durableSubscriptions()) {
    const carrier = one.event.carrier!
    const docs = await carrier.model().find({ todo: one.durable! }).limit(batch).lean()
    for (const doc of docs) await run(ctx, one, carrier.payload(doc), String(doc._id))
  }
}

/** Sweeps now and then every minute, with the sweeps of capabilities; answers how to stop. */
export async function startSweeping(
  ctx: Context,
  others: ((ctx: Context) => Promise<void>)[],
): Promise<() => void> {
  const look = async () => {
    for (const one of [sweep, ...others])
      await one(ctx).catch(error => ctx.log.error({ err: error }, 'a sweep failed'))
  }
  await look()
  const timer = setInterval(() => void look(), 60_000)
  timer.unref()
  return () => clearInterval(timer)
}
