/**
 * Group commit (PROTOCOL.md 4). One write is under way per room; what arrives meanwhile goes in the next one. Inserts of
 * different rooms share a bulk. So the values of one room become visible in rising order, always.
 */
import { fault } from '@community-chat/shared/protocol/faults'
import { gauge } from '../../kernel/metrics'
import type { Job, RoomQueue } from './queued'
import { writeBulk } from './write'
import { writeChange } from './write-change'

const bulksAtOnce = 8
const changesAtOnce = 32
const docsPerBulk = 1000
const docsPerRoom = 200
/** What may wait at most: writes, and bytes of new messages. */
const mostWaiting = 10_000
const busyFrom = 32
const mostWaitingBytes = 32 * 1024 * 1024

const queues = new Map<string, RoomQueue>()
/** Rooms with work and no write under way, in the order in which they became so. */
const ready = new Set<RoomQueue>()
let waiting = 0
let waitingBytes = 0
/** New messages that are being written. */
let underWay = 0
let bulks = 0
let changes = 0
let scheduled = false
gauge('chat_commits_waiting', 'Writes of messages that wait for their turn.', () => waiting)

/** Puts a job into its room's queue. Refuses with `unavailable` when too much is waiting already. */
export function enqueue(roomId: string, job: Job): void {
  if (waiting >= mostWaiting || waitingBytes >= mostWaitingBytes)
    throw fault('unavailable', { retryAfter: 1 })
  waitingBytes += sizeOf(job)
  const queue = queues.get(roomId) ?? { roomId, jobs: [], busy: false }
  queues.set(roomId, queue)
  queue.jobs.push(job)
  waiting++
  if (!queue.busy) ready.add(queue)
  schedule()
}

/** Whether so much is being written that what can wait should: a person waits for each of these. */
export const isBusy = (): boolean => waiting + underWay >= busyFrom

/** Resolves when nothing is waiting or under way. */
export async function settled(): Promise<void> {
  while (waiting > 0 || bulks > 0 || changes > 0) await new Promise(resolve => setTimeout(resolve, 5))
}

/** What arrives in one turn of the event loop shares a write. */
function schedule(): void {
  if (scheduled) return
  scheduled = true
  setImmediate(() => {
    scheduled = false
    pump()
  })
}

function pump(): void {
  for (const queue of ready) {
    if (queue.jobs[0]?.kind !== 'change' || changes >= changesAtOnce) continue
    changes++
    const job = take(queue, 1)[0] as Extract<Job, { kind: 'change' }>
    void writeChange(queue.roomId, job).finally(() => {
      changes--
      finish(queue)
    })
  }
  while (bulks < bulksAtOnce) {
    const batch = gather()
    if (batch.length === 0) return
    const size = batch.reduce((sum, { jobs }) => sum + jobs.length, 0)
    bulks++
    underWay += size
    void writeBulk(batch, finish).finally(() => {
      bulks--
      underWay -= size
      if (ready.size > 0) schedule()
    })
  }
}

/** The runs of inserts at the front of the ready rooms, up to a bulk's size. */
function gather() {
  const batch = []
  let docs = 0
  for (const queue of ready) {
    if (queue.jobs[0]?.kind !== 'insert') continue
    const end = queue.jobs.findIndex(job => job.kind !== 'insert')
    const run = take(queue, Math.min(end === -1 ? queue.jobs.length : end, docsPerRoom, docsPerBulk - docs))
    batch.push({ queue, jobs: run as Extract<Job, { kind: 'insert' }>[] })
    docs += run.length
    if (docs >= docsPerBulk) break
  }
  return batch
}

function take(queue: RoomQueue, count: number): Job[] {
  queue.busy = true
  ready.delete(queue)
  waiting -= count
  const jobs = queue.jobs.splice(0, count)
  for (const job of jobs) waitingBytes -= sizeOf(job)
  return jobs
}

/** About how much memory a job holds, in bytes: most of it is text. */
function sizeOf(job: Job): number {
  const text = job.kind === 'insert' ? (job.doc.content as { text?: unknown } | null)?.text : null
  return 1024 + (typeof text === 'string' ? 2 * text.length : 0)
}

function finish(queue: RoomQueue): void {
  queue.busy = false
  if (queue.jobs.length > 0) ready.add(queue)
  else queues.delete(queue.roomId)
  if (ready.size > 0) schedule()
}
