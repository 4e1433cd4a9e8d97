/** Writing new messages in bulks, numbered by the counters of their rooms. */
import { fault } from '@community-chat/shared/protocol/faults'
import { isDuplicate } from '../../kernel/store/duplicate'
import { counter, histogram } from '../../kernel/metrics'
import { durable, within } from '../../kernel/store/mongo'
import { advance, forget, headOf } from './heads'
import { counterIndex, type MessageDoc, Messages } from './model'
import { attemptLasts, giveUpAfter, type Insert, type RoomQueue, type Run } from './queued'

/** After a refusal a room starts with so many, and doubles them: what stands behind a refused one was sent in vain. */
const startsAgainWith = 8
const committed = counter('chat_messages_committed_total', 'New messages that are stored for good.')
const bulkSizes = histogram(
  'chat_commit_bulk_messages',
  'New messages written by one bulk.',
  [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
)

/**
 * Writes runs of several rooms, of each `most` messages at once, in order; each job ends in `done` or `failed`, and each
 * room in `ended` as soon as its run is through. Never rejects.
 */
export async function writeBulk(
  runs: Run[],
  ended: (queue: RoomQueue) => void,
  most = Infinity,
): Promise<void> {
  let pause = 20
  for (let left = unfinished(runs, ended); left.length > 0; left = unfinished(left, ended)) {
    try {
      const refused = await attempt(left, most)
      // A refusal stops a bulk: its room goes on alone, so that the others neither wait for it nor are sent again with it.
      if (refused && left.length > 1) return await writeApart(left, refused, ended)
      most = refused ? startsAgainWith : most * 2
    } catch {
      for (const { queue } of left) forget(queue.roomId)
      await new Promise(resolve => setTimeout(resolve, (pause = Math.min(pause * 2, 500))))
      await Promise.all(left.map(resolveUnknown))
    }
  }
}

function unfinished(runs: Run[], ended: (queue: RoomQueue) => void): Run[] {
  for (const { queue, jobs } of runs) if (jobs.length === 0) ended(queue)
  return runs.filter(({ jobs }) => jobs.length > 0)
}

async function writeApart(runs: Run[], refused: Run, ended: (queue: RoomQueue) => void): Promise<void> {
  const others = runs.filter(run => run !== refused)
  const half = others.length >> 1
  await Promise.all([
    writeBulk([refused], ended, startsAgainWith),
    writeBulk(others.slice(0, half), ended),
    writeBulk(others.slice(half), ended),
  ])
}

/** One insert; answers the run whose message was refused, if one was. Throws when the outcome is not known. */
async function attempt(runs: Run[], most: number): Promise<Run | null> {
  const values = await Promise.all(runs.map(({ queue }) => headOf(queue.roomId)))
  const rows = runs.flatMap((run, i) =>
    run.jobs.slice(0, most).map((job, k) => {
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
  const run = refused && rows[refused.index]!.run
  if (run && isDuplicate(refused.error, counterIndex)) forget(run.queue.roomId)
  else if (run) await afterResend(run)
  return run
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

/**
 * The first of a run is refused as sent already, so others of it may be: all that are stored are answered with what is,
 * since each would stop an insert of its own. What is not on a majority yet is looked for again.
 */
async function afterResend(run: Run): Promise<void> {
  const [refused] = run.jobs
  await answerStored(run)
  if (run.jobs[0] === refused) throw new Error('refused as stored, and not stored for good')
}

/** After an unknown outcome: what is in the store is done, what is too old is given up, the rest is tried again. */
async function resolveUnknown(run: Run): Promise<void> {
  await answerStored(run).catch(() => undefined)
  const isTooOld = ({ since }: Insert) => Date.now() - since > giveUpAfter
  for (const job of run.jobs.filter(isTooOld)) job.failed(fault('unavailable', { retryAfter: 1 }))
  run.jobs = run.jobs.filter(job => !isTooOld(job))
}

/** Ends the jobs of a run that are stored, in the order of the room. */
async function answerStored(run: Run): Promise<void> {
  const keyOf = ({ senderId, clientId }: Pick<MessageDoc, 'senderId' | 'clientId'>) =>
    `${senderId} ${clientId}`
  const docs = await within(
    attemptLasts,
    Messages.find({
      roomId: run.queue.roomId,
      senderId: { $in: [...new Set(run.jobs.map(({ doc }) => doc.senderId))] },
      clientId: { $in: run.jobs.map(({ doc }) => doc.clientId) },
    })
      .readConcern('majority')
      .lean()
      .exec(),
  )
  const stored = new Map(docs.map(doc => [keyOf(doc), doc]))
  run.jobs = run.jobs.filter(job => {
    const doc = stored.get(keyOf(job.doc))
    // A try that was given up for lost has landed after all: nobody was told of it yet. It may have been changed since.
    if (doc?._id === job.doc._id) job.done({ doc, prev: doc.rev - 1 })
    else if (doc) job.done({ existing: doc })
    return !doc
  })
}
