/**
 * Keeping what messages are found by in step with them. Each room is followed by its counter, as a device follows it:
 * what changed above the value reached is read, its tokens are written, the value is noted. So a crash, an edit, what is
 * gone, what expired and what was said before there was a search are all the same; doing it twice changes nothing.
 */
import { textOf } from '@community-chat/shared/capabilities/search/text'
import { tokensOf } from '@community-chat/shared/capabilities/search/tokens'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { Findable, Reached, roomKey, senderToken, typeToken } from './model'

type Log = Context['log']

const batch = 200
const soon = 80
const roomsAtOnce = 4
const keptReached = 10_000

const waiting = new Set<string>()
const running = new Map<string, Promise<void>>()
const reached = new Map<string, number>()
let timer: NodeJS.Timeout | undefined

/** Something changed in a room: it is looked through within a tenth of a second, together with what follows. */
export function changed(log: Log, roomId: string): void {
  waiting.add(roomId)
  timer ??= setTimeout(() => {
    timer = undefined
    void flush(log)
  }, soon)
}

/** Resolves once what this node knew to have changed in these rooms, or in all, can be found; never rejects. */
export async function settled(log: Log, roomIds?: Iterable<string>): Promise<void> {
  const wanted = [...(roomIds ?? [...waiting, ...running.keys()])]
  await Promise.all(
    wanted.map(async roomId => {
      await running.get(roomId)
      if (waiting.has(roomId)) await follow(log, roomId)
    }),
  )
}

/** Whether something in the room is not to be found yet. */
export const isBehind = (roomId: string): boolean => waiting.has(roomId) || running.has(roomId)

/** What was reached is asked of the store again: for when someone else wrote there. */
export const forget = (): void => reached.clear()

/** Ends the waiting: for when the server stops. */
export async function stop(log: Log): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  await settled(log)
}

/** Looks through one room to its end. Resolves with how many messages were read. */
export async function catchUpRoom(roomId: string): Promise<number> {
  let from = reached.get(roomId) ?? (await Reached.findById(roomId).lean())?.rev ?? 0
  let count = 0
  for (;;) {
    const docs = await messages.changedAfter(roomId, from, batch)
    if (docs.length === 0) return count
    await write(docs)
    from = docs.at(-1)!.rev
    count += docs.length
    await Reached.updateOne({ _id: roomId }, { $max: { rev: from } }, { upsert: true })
    if (reached.size > keptReached) reached.clear()
    reached.set(roomId, from)
    if (docs.length < batch) return count
  }
}

async function flush(log: Log): Promise<void> {
  const rooms = [...waiting]
  for (let i = 0; i < rooms.length; i += roomsAtOnce)
    await Promise.all(rooms.slice(i, i + roomsAtOnce).map(roomId => follow(log, roomId)))
}

/** One run a room at a time; what changes meanwhile makes another. */
async function follow(log: Log, roomId: string): Promise<void> {
  while (running.has(roomId)) await running.get(roomId)
  if (!waiting.delete(roomId)) return
  const run = catchUpRoom(roomId).then(
    () => undefined,
    error => {
      log.warn({ err: error, roomId }, 'a room could not be made findable')
      changed(log, roomId)
    },
  )
  running.set(roomId, run)
  await run
  running.delete(roomId)
}

/** Writes what is new of some messages' tokens; most changes of a message leave its words alone. */
async function write(docs: messages.MessageDoc[]): Promise<void> {
  const old = docs.filter(doc => doc.rev !== doc.seq).map(doc => doc._id)
  const known = new Map<string, string>()
  if (old.length > 0)
    for (const row of await Findable.find({ _id: { $in: old } }).lean())
      known.set(row._id, row.tokens.join(' '))
  const inserts: object[] = []
  const changes: object[] = []
  for (const doc of docs) {
    const tokens = tokensFrom(doc)
    const { _id, roomId, rev, createdAt: at } = doc
    const before = known.get(_id)
    if (tokens.length === 0) changes.push({ deleteOne: { filter: { _id } } })
    else if (before === undefined && rev === doc.seq)
      inserts.push({ _id, roomId, room: roomKey(roomId), at, tokens, rev })
    else if (before !== tokens.join(' ')) {
      const update = { $set: { roomId, room: roomKey(roomId), at, tokens, rev } }
      changes.push({ updateOne: { filter: { _id, rev: { $lt: rev } }, update, upsert: true } })
    }
  }
  if (inserts.length > 0) await Findable.collection.insertMany(inserts, { ordered: false }).catch(allowTwins)
  if (changes.length > 0) await Findable.bulkWrite(changes as never, { ordered: false }).catch(allowTwins)
}

/** Another run, or another node, was first; it wrote the same, or something later. */
function allowTwins(error: unknown): void {
  const { writeErrors } = error as { writeErrors?: { code?: number } | { code?: number }[] }
  const refused = [writeErrors ?? []].flat()
  if (refused.length === 0 || refused.some(({ code }) => code !== 11000)) throw error
}

function tokensFrom(doc: messages.MessageDoc): string[] {
  if (doc.gone || doc.type === 'system') return []
  const text = textOf(doc as never)
  const kind = doc.type === 'text' ? [] : [typeToken(doc.type)]
  return [senderToken(doc.senderId), ...kind, ...tokensOf(text)]
}
