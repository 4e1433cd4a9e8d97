/** Writing to the store: bulks of new messages, and changes of one, each numbered by the room's counter. */
import { mostVersions } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { isDuplicate } from '../../kernel/store/duplicate'
import { counter, histogram } from '../../kernel/metrics'
import { durable, within } from '../../kernel/store/mongo'
import { advance, forget, headOf } from './heads'
import { counterIndex, type MessageDoc, Messages } from './model'

/** After this a write is given up; its sender tries again with the same clientId. */
const giveUpAfter = 5000
/** No answer for this long means: nobody knows. */
const attemptLasts = 3000
const keptRevs = 256
const committed = counter('chat_messages_committed_total', 'New messages that are stored for good.')
const bulkSizes = histogram(
  'chat_commit_bulk_messages',
  'New messages written by one bulk.',
  [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
)

/** A committed value and the one before it. */
export interface Committed {
  doc: MessageDoc
  prev: number
}

/** A new message to be numbered and written. `done` runs in the order of the room, before the next is written. */
export interface Insert {
  kind: 'insert'
  doc: Omit<MessageDoc, 'seq' | 'rev' | 'revs'>
  since: number
  done: (committed: Committed | { existing: MessageDoc }) => void
  failed: (error: unknown) => void
}

/** What a change sets and takes away; null means that nothing is to be changed. */
export interface Patch {
  set: Partial<MessageDoc>
  unset?: (keyof MessageDoc)[]
  /** Texts that the message has no more, to be kept behind the earlier ones. */
  versions?: KeptVersion[]
}
/** A text that a message had, and when that was written. */
export interface KeptVersion {
  content: unknown
  at: Date
}

/** A change of one message; `apply` may run several times and must follow from what it is given. */
export interface Change {
  kind: 'change'
  messageId: string
  since: number
  apply: (message: MessageDoc) => Promise<Patch | null>
  done: (committed: Committed | { existing: MessageDoc }) => void
  failed: (error: unknown) => void
}
export type Job = Insert | Change

/** The work of one room. */
export interface RoomQueue {
  roomId: string
  jobs: Job[]
  busy: boolean
}
export interface Run {
  queue: RoomQueue
  jobs: Insert[]
}

/** Writes runs of several rooms in order; each job ends in `done` or `failed`. Never rejects. */
export async function writeBulk(runs: Run[]): Promise<void> {
  let pause = 20
  while (runs.length > 0) {
    try {
      runs = await attempt(runs)
    } catch {
      for (const { queue } of runs) forget(queue.roomId)
      await new Promise(resolve => setTimeout(resolve, (pause = Math.min(pause * 2, 500))))
      runs = await resolveUnknown(runs)
    }
  }
}

/** One insert of everything; answers what a refusal left to do. Throws when the outcome is not known. */
async function attempt(runs: Run[]): Promise<Run[]> {
  const values = await Promise.all(runs.map(({ queue }) => headOf(queue.roomId)))
  const rows = runs.flatMap((run, i) =>
    run.jobs.map((job, k) => {
      const value = values[i]! + k + 1
      return {
        run,
        job,
        prev: value - 1,
        doc: { ...job.doc, seq: value, rev: value, revs: [value] } as MessageDoc,
      }
    }),
  )
  const refused = await insert(rows.map(row => row.doc))
  const written = refused ? rows.slice(0, refused.index) : rows
  committed.inc(written.length)
  bulkSizes.observe(rows.length)
  for (const { run, job, doc, prev } of written) {
    run.jobs.shift()
    advance(run.queue.roomId, doc.rev)
    job.done({ doc, prev })
  }
  const row = refused && rows[refused.index]
  if (row) await afterRefusal(row.run, row.job, refused.error)
  return runs.filter(run => run.jobs.length > 0)
}

async function insert(docs: MessageDoc[]): Promise<{ index: number; error: unknown } | null> {
  try {
    // The driver's own insertMany: mongoose would check each document again.
    await within(
      attemptLasts,
      Messages.collection.insertMany(docs as never, { ordered: true, writeConcern: durable }),
    )
    return null
  } catch (error) {
    const [first] =
      (error as { writeErrors?: { index: number; errmsg?: string; code?: number }[] }).writeErrors ?? []
    if (!first || !isDuplicate(error)) throw error
    return { index: first.index, error: { code: 11000, message: first.errmsg ?? (error as Error).message } }
  }
}

/** A resend that raced its twin gets the twin; a value that another node took makes the room start again from there. */
async function afterRefusal(run: Run, job: Insert, error: unknown): Promise<void> {
  if (isDuplicate(error, counterIndex)) return forget(run.queue.roomId)
  run.jobs.shift()
  const existing = await findSent(job)
  if (!existing) job.failed(error)
  // A first try that was given up for lost has landed after all: nobody was told of it yet.
  else if (existing._id === job.doc._id) job.done({ doc: existing, prev: existing.seq - 1 })
  else job.done({ existing })
}

/** After an unknown outcome: what is in the store is done, what is too old is given up, the rest is tried again. */
async function resolveUnknown(runs: Run[]): Promise<Run[]> {
  for (const run of runs) {
    const left: Insert[] = []
    for (const job of run.jobs) {
      const existing = await findSent(job).catch(() => undefined)
      if (existing) job.done({ doc: existing, prev: existing.seq - 1 })
      else if (Date.now() - job.since > giveUpAfter) job.failed(fault('unavailable', { retryAfter: 1 }))
      else left.push(job)
    }
    run.jobs = left
  }
  return runs.filter(run => run.jobs.length > 0)
}

const findSent = ({ doc }: Insert): Promise<MessageDoc | null> =>
  within(
    attemptLasts,
    Messages.findOne({ roomId: doc.roomId, senderId: doc.senderId, clientId: doc.clientId }).lean().exec(),
  )

/** Changes one message: read, apply, and one update that only fits what was read. Never rejects. */
export async function writeChange(roomId: string, job: Change): Promise<void> {
  let pause = 20
  for (;;) {
    try {
      const before = await within(attemptLasts, Messages.findById(job.messageId).lean().exec())
      if (!before) return job.failed(fault('not_found'))
      const patch = await job.apply(before)
      if (!patch) return job.done({ existing: before })
      const prev = await headOf(roomId)
      // A stale counter may offer the message its own value, which the index would not refuse.
      if (prev < before.rev) {
        forget(roomId)
        continue
      }
      const after = await within(attemptLasts, change(before, patch, prev + 1))
      if (!after) continue
      advance(roomId, prev + 1)
      return job.done({ doc: after, prev })
    } catch (error) {
      forget(roomId)
      if (isDuplicate(error, counterIndex)) continue
      if (Date.now() - job.since > giveUpAfter) return job.failed(fault('unavailable', { retryAfter: 1 }))
      await new Promise(resolve => setTimeout(resolve, (pause = Math.min(pause * 2, 500))))
    }
  }
}

function change(
  before: MessageDoc,
  { set, unset = [], versions = [] }: Patch,
  value: number,
): Promise<MessageDoc | null> {
  return Messages.findOneAndUpdate(
    { _id: before._id, rev: before.rev },
    {
      $set: { ...set, rev: value },
      $push: {
        revs: { $each: [value], $slice: -keptRevs },
        ...(versions.length > 0 ? { versions: { $each: versions, $slice: -mostVersions } } : {}),
      },
      ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map(name => [name, ''])) } : {}),
    },
    { returnDocument: 'after', writeConcern: durable },
  )
    .lean()
    .exec() as Promise<MessageDoc | null>
}
