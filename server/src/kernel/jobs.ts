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

/** Sweeps now and then every minute; answers how to stop. */
export async function startSweeping(ctx: Context): Promise<() => void> {
  await sweep(ctx)
  const timer = setInterval(() => {
    sweep(ctx).catch(error => ctx.log.error({ err: error }, 'the sweep failed'))
  }, 60_000)
  timer.unref()
  return () => clearInterval(timer)
}
