/**
 * Keeping what messages are found by in step with them. Each room is followed by its counter, as a device follows it:
 * what changed above the value reached is read, its tokens are written, the value is noted. So a crash, an edit, what is
 * gone, what expired and what was said before there was a search are all the same; doing it twice changes nothing.
 */
import { textOf } from '@community-chat/shared/capabilities/search/text'
import { tokensOf } from '@community-chat/shared/capabilities/search/tokens'
import { newBreather } from '../../kernel/breather'
import type { Context } from '../../kernel/context'
import { writeInParts } from '../../kernel/store/parts'
import * as messages from '../messages/api'
import { forgetFresh, keepFresh, takeFresh } from './fresh'
import { Findable, Reached, roomKey, senderToken, typeToken } from './model'

type Log = Context['log']

const batch = 200
/** What changes meanwhile shares its writes; who searches before is waited for, see `settled`. */
const soon = 250
const roomsAtOnce = 64
/** So few that what people say meanwhile does not wait long for the store. */
const docsPerWrite = 8
/** Where somebody waits for it; so few still that a write of these is some milliseconds. */
const docsPerHurry = 64
const longestRest = 1000
/** How soon a rest ends once somebody waits. */
const nap = 20
const keptReached = 10_000

const waiting = new Set<string>()
const running = new Map<string, Promise<void>>()
const reached = new Map<string, number>()
let timer: NodeJS.Timeout | undefined
let isFlushing = false
let isStopping = false
/** How many wait for what is said to be found. */
let awaited = 0

/** Something changed in a room: it is looked through within a quarter of a second, together with what follows. */
export function changed(log: Log, roomId: string): void {
  takeFresh(roomId)
  waiting.add(roomId)
  schedule(log)
}

/** Something new was said: the same, and it is at hand. */
export function said(log: Log, message: messages.MessageDoc): void {
  keepFresh(message, waiting.has(message.roomId))
  waiting.add(message.roomId)
  schedule(log)
}

function schedule(log: Log): void {
  if (timer || isFlushing) return
  timer = setTimeout(() => {
    timer = undefined
    isFlushing = true
    void flush(log)
  }, soon)
}

/**
 * Resolves once what this node knows now to have changed in these rooms, or in all, can be found, or the store refused
 * it; never rejects. Meanwhile nothing rests: somebody waits.
 */
export async function settled(log: Log, roomIds?: Iterable<string>): Promise<void> {
  awaited++
  await followed(log, [...(roomIds ?? [...waiting, ...running.keys()])])
  awaited--
}

/** The same in its own time, for what nobody waits for. */
export async function followed(log: Log, roomIds: string[]): Promise<void> {
  const behind = roomIds.filter(isBehind)
  for (let i = 0; i < behind.length; i += roomsAtOnce) {
    const some = behind.slice(i, i + roomsAtOnce)
    await follow(log, some)
    // Whoever else waits may have taken a room up a moment before: it is running now.
    await Promise.all(some.map(roomId => running.get(roomId)))
  }
}

/** Whether something in the room is not to be found yet. */
export const isBehind = (roomId: string): boolean => waiting.has(roomId) || running.has(roomId)

/** What was reached is asked of the store again: for when someone else wrote there. */
export function forget(): void {
  reached.clear()
  forgetFresh()
}

/** From now on what fails is tried again. */
export const start = (): void => void (isStopping = false)

/**
 * Ends the waiting, for when the server stops. What the store does not take now, or within two seconds, is found by the
 * next start.
 */
export async function stop(log: Log): Promise<void> {
  isStopping = true
  clearTimeout(timer)
  timer = undefined
  await Promise.race([settled(log), new Promise(resolve => setTimeout(resolve, 2000).unref())])
}

/** Looks through some rooms to their ends, what is new of all of them in one write. */
async function catchUp(roomIds: string[]): Promise<void> {
  for (let left = roomIds; left.length > 0;) {
    const found: { roomId: string; docs: messages.MessageDoc[] }[] = []
    // One after the other: what is not at hand is read, and people read meanwhile.
    for (const roomId of left) {
      const docs = await behindIn(roomId)
      if (docs.length > 0) found.push({ roomId, docs })
    }
    if (found.length === 0) return
    const docs = found.flatMap(one => one.docs)
    for (let i = 0, size: number; i < docs.length; i += size) {
      const isAwaited = awaited > 0
      size = isAwaited ? docsPerHurry : docsPerWrite
      const some = docs.slice(i, i + size)
      await (isAwaited ? write(some) : paced(() => writeInParts(some, write)))
    }
    const marks = found.map(({ roomId, docs }) => ({ roomId, rev: docs.at(-1)!.rev }))
    const updates = marks.map(({ roomId: _id, rev }) => ({
      updateOne: { filter: { _id }, update: { $max: { rev } }, upsert: true },
    }))
    // The driver's own: mongoose would check each of them again.
    await writeInParts(updates, part => Reached.collection.bulkWrite(part as never, { ordered: false }))
    if (reached.size > keptReached) reached.clear()
    for (const { roomId, rev } of marks) reached.set(roomId, rev)
    left = found.filter(({ docs }) => docs.length === batch).map(({ roomId }) => roomId)
  }
}

async function behindIn(roomId: string): Promise<messages.MessageDoc[]> {
  const atHand = takeFresh(roomId)
  const known = reached.get(roomId)
  if (atHand.length > 0 && atHand[0]!.rev - 1 === known) return atHand
  return messages.changedAfter(roomId, known ?? (await Reached.findById(roomId).lean())?.rev ?? 0, batch)
}

async function flush(log: Log): Promise<void> {
  const rooms = [...waiting]
  for (let i = 0; i < rooms.length; i += roomsAtOnce) await follow(log, rooms.slice(i, i + roomsAtOnce))
  isFlushing = false
  if (waiting.size > 0) schedule(log)
}

/** What is said goes before what is found: while many are writing and nobody waits, this takes a tenth of the time at most. */
async function paced(work: () => Promise<void>): Promise<void> {
  const begun = performance.now()
  await work()
  const until = performance.now() + Math.min(9 * (performance.now() - begun), longestRest)
  while (messages.isBusy() && awaited === 0 && performance.now() < until)
    await new Promise(resolve => setTimeout(resolve, nap))
}

/** One run a room at a time; what changes meanwhile makes another. */
async function follow(log: Log, roomIds: string[]): Promise<void> {
  await Promise.all(roomIds.map(roomId => running.get(roomId)))
  const mine = roomIds.filter(roomId => !running.has(roomId) && waiting.delete(roomId))
  if (mine.length === 0) return
  const run = catchUp(mine).catch(error => {
    log.warn({ err: error, rooms: mine.length }, 'rooms could not be made findable')
    if (!isStopping) for (const roomId of mine) changed(log, roomId)
  })
  for (const roomId of mine) running.set(roomId, run)
  await run
  for (const roomId of mine) running.delete(roomId)
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
  const breathe = newBreather()
  for (const doc of docs) {
    await breathe()
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
