/** Which nodes are alive: each renews a row; the others see when one is gone. */
import { model, Schema } from 'mongoose'
import type { Log } from './log'
import { newId } from './id'

const renewEvery = 1000
const lastsFor = 4000
const askEvery = 50

const schema = new Schema(
  {
    _id: { type: String, required: true },
    until: { type: Date, required: true },
    /** The number of the look that this node last began, and of the one that it last ended. */
    begun: { type: Number, default: 0 },
    ended: { type: Number, default: 0 },
  },
  { versionKey: false },
)
schema.index({ until: 1 }, { expireAfterSeconds: 3600 })

/** One row a node. */
export const Leases = model('Lease', schema)

/** This node's membership of the cluster. */
export interface Lease {
  release: () => Promise<void>
}

let nodeId = ''
let others = 0

/** This node's id; empty before it has taken its lease. */
export const thisNode = (): string => nodeId

/** The nodes of the last hour: whether each lives, and when it was last heard of. */
export async function nodesKnown(): Promise<Map<string, { lives: boolean; heardAt: Date }>> {
  const now = Date.now()
  const rows = await Leases.find().lean()
  return new Map(
    rows.map(({ _id, until }) => [
      _id,
      { lives: until.getTime() > now, heardAt: new Date(Math.min(now, until.getTime() - lastsFor)) },
    ]),
  )
}

/**
 * Resolves once every living node, this one too, has looked at the store with a look that began after this was called;
 * at once where there is no other. A node that died counts until its lease ends.
 */
export async function everyNodeHasLooked(): Promise<void> {
  const living = () => Leases.find({ until: { $gt: new Date() } }).lean()
  const begun = new Map((await living()).map(row => [row._id, row.begun]))
  if ([...begun.keys()].every(id => id === nodeId)) return
  const mustLook = (row: { _id: string; ended: number }) => row.ended <= (begun.get(row._id) ?? -1)
  while ((await living()).some(mustLook)) await new Promise(resolve => setTimeout(resolve, askEvery))
}

/**
 * Takes a lease and renews it each second. While other nodes live, and once when one of them lapses, `look` is called
 * each second: it reads from the store what they wrote.
 */
export async function takeLease(log: Log, look: () => Promise<void>): Promise<Lease> {
  nodeId = newId()
  let looking = false
  let begun = 0

  async function renew(): Promise<void> {
    const isFree = !looking
    if (isFree) begun++
    looking = true
    try {
      const now = Date.now()
      const until = new Date(now + lastsFor)
      await Leases.updateOne({ _id: nodeId }, { $set: { until, begun } }, { upsert: true })
      const before = others
      others = await Leases.countDocuments({ _id: { $ne: nodeId }, until: { $gt: new Date(now) } })
      if (!isFree || others + before === 0) return
      await look()
      await Leases.updateOne({ _id: nodeId }, { $set: { ended: begun } })
    } finally {
      if (isFree) looking = false
    }
  }

  await renew()
  const timer = setInterval(() => {
    renew().catch(error => log.warn({ err: error }, 'the lease could not be renewed'))
  }, renewEvery)
  timer.unref()
  return {
    async release() {
      clearInterval(timer)
      await Leases.deleteOne({ _id: nodeId }).catch(() => undefined)
    },
  }
}
