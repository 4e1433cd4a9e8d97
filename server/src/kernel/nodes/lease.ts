/** Which nodes are alive: each renews a row; the others see when one is gone. All times are the database's own. */
import { model, Schema } from 'mongoose'
import type { Log } from '../log'
import { newId } from '../id'
import { gauge } from '../metrics'
import { gathering } from '../store/loader'
import { isRelaying, ring } from './relay'

const renewEvery = 1000
const lastsFor = 4000
const askEvery = 25
/** While nodes tell each other at once, what they might have missed is looked for this often. */
const wholeEvery = 2000
/** Where nodes cannot tell each other: the rest after a look, at least. Then also for as long as the look took. */
const blindRest = 400
/** Bells that ring sooner after a look than this wait for the rest of it. */
const restAfter = 50

const schema = new Schema(
  {
    _id: { type: String, required: true },
    /** Stamped by the database, so that no node's clock takes part. */
    renewedAt: { type: Date },
    /** The number of the look that this node last began, and of the one that it last ended. */
    begun: { type: Number, default: 0 },
    ended: { type: Number, default: 0 },
  },
  { versionKey: false },
)
schema.index({ renewedAt: 1 }, { expireAfterSeconds: 3600 })

/** One row a node. */
export const Leases = model('Lease', schema)

/** This node's membership of the cluster. */
export interface Lease {
  release: () => Promise<void>
}

/** Reads from the store what other nodes wrote; the whole of it, or only what nobody tells of at once. */
type Look = (whole: boolean) => Promise<void>

let nodeId = ''
let others = 0
/** The database's time at the last renewal, and what this process's steady clock said when that was asked for. */
let stamp = { stored: 0, at: -Infinity }
let lookAgain: (whole: boolean) => void = () => undefined
gauge('chat_nodes', 'Living nodes that this one knows of, itself included.', () => others + 1)

/** This node's id; empty before it has taken its lease. */
export const thisNode = (): string => nodeId

/** Whether this node is, as far as it knows, the only one. */
export const isAlone = (): boolean => others === 0

/** Whether the other nodes count on this one: what it keeps in memory is then no older than its last look. */
export const isCurrent = (): boolean => performance.now() - stamp.at < lastsFor - renewEvery

/** The nodes of the last hour: whether each lives, and when it was last heard of. */
export async function nodesKnown(): Promise<Map<string, { lives: boolean; heardAt: Date }>> {
  const rows = await Leases.find().lean()
  const since = livingSince()
  return new Map(
    rows.map(({ _id, renewedAt }) => [
      _id,
      { lives: (renewedAt ?? 0) > since, heardAt: renewedAt ?? new Date(0) },
    ]),
  )
}

/**
 * Resolves once every living node, this one too, has looked at the store with a look that began after this was called;
 * at once where there is no other. A node that died counts until its lease ends.
 */
export async function everyNodeHasLooked(): Promise<void> {
  const begun = new Map((await living()).map(row => [row._id, row.begun]))
  if ([...begun.keys()].every(id => id === nodeId)) return
  ring()
  lookSoon()
  const mustLook = (row: LivingNode) => row.ended <= (begun.get(row._id) ?? -1)
  while ((await living()).some(mustLook)) await new Promise(resolve => setTimeout(resolve, askEvery))
}

/** Looks at the store now, or as soon as the look that is under way is over; `whole` where pushes may have been lost. */
export const lookSoon = (whole = false): void => lookAgain(whole)

/**
 * Takes a lease and renews it each second. While other nodes live, and once when one of them lapses, `look` is called
 * each second, more often where nodes cannot tell each other, and whenever a bell rings.
 */
export async function takeLease(log: Log, look: Look): Promise<Lease> {
  nodeId = newId()
  let looking = false
  let begun = 0
  let wholeAt = -Infinity
  let isMissing = true
  let waiting: NodeJS.Timeout | undefined
  let blind: NodeJS.Timeout | undefined
  let isReleased = false

  async function renew(): Promise<void> {
    if (looking) return void (await stampLease({ begun }))
    looking = true
    const at = performance.now()
    begun++
    try {
      const before = others
      await stampLease({ begun })
      const living = { _id: { $ne: nodeId }, renewedAt: { $gt: livingSince() } }
      others = await Leases.countDocuments(living)
      if (others < before) isMissing = true
      if (others + before === 0) return
      const whole = isMissing || !isRelaying() || performance.now() - wholeAt > wholeEvery
      isMissing = false
      if (whole) wholeAt = performance.now()
      await look(whole)
      await stampLease({ ended: begun })
    } catch (error) {
      isMissing = true
      throw error
    } finally {
      looking = false
      clearTimeout(blind)
      const rest = Math.max(blindRest, performance.now() - at)
      if (others > 0 && !isRelaying() && !isReleased) blind = setTimeout(renewSafely, rest).unref()
    }
  }
  let under: Promise<void> = Promise.resolve()
  const renewSafely = () => {
    under = renew().catch(error => log.warn({ err: error }, 'the lease could not be renewed'))
    return under
  }

  lookAgain = whole => {
    if (whole) isMissing = true
    waiting ??= setTimeout(async () => {
      while (looking) await new Promise(resolve => setTimeout(resolve, askEvery))
      waiting = undefined
      await renewSafely()
    }, restAfter)
  }
  await renew()
  const timer = setInterval(renewSafely, renewEvery)
  timer.unref()
  return {
    async release() {
      isReleased = true
      clearInterval(timer)
      for (const one of [waiting, blind]) clearTimeout(one)
      lookAgain = () => undefined
      await under
      await Leases.deleteOne({ _id: nodeId }).catch(() => undefined)
    },
  }
}

/** What the database's clock says now, in milliseconds since 1970, about a round trip ahead at most; 0 before it was asked. */
export const storeTime = (): number =>
  stamp.stored === 0 ? 0 : Math.round(stamp.stored + performance.now() - stamp.at)

type LivingNode = { _id: string; begun: number; ended: number }

/** Who lives now, and how far each has looked; however many wait for that, one read after the other tells them all. */
const living = async (): Promise<LivingNode[]> => (await readLiving('')) ?? []
const readLiving = gathering<LivingNode[]>(async ([all]) => {
  const rows = await Leases.find({ renewedAt: { $gt: livingSince() } }).lean()
  return new Map([[all!, rows]])
})

/** A node whose lease is older than this is taken for dead. */
const livingSince = (): Date => new Date(storeTime() - lastsFor)

async function stampLease(set: { begun?: number; ended?: number }): Promise<void> {
  const at = performance.now()
  const row = await Leases.findOneAndUpdate(
    { _id: nodeId },
    { $set: set, $currentDate: { renewedAt: true } },
    { upsert: true, returnDocument: 'after' },
  ).lean()
  stamp = { stored: row!.renewedAt!.getTime(), at }
}
