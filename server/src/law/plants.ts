/** Bugs to plant: what the law must turn red for. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PushFrame, SkipFrame } from '@community-chat/shared/protocol/frame'
import { builtServer, serverFolder } from './cluster'
import { isChained, placeOf, type Tamper } from './phone'

/** The device takes every push for the next one: `prev` is made to fit wherever the watermark is. */
export const prevIgnored = (): Tamper => (frame, state) => {
  if (!isChained(frame)) return frame
  const mark = state().replica.rooms[placeOf(frame).roomId]?.mark
  return mark === undefined || placeOf(frame).rev <= mark ? frame : withPrev(frame, mark)
}

/** The server forgets one push of each of the first rooms' chains, and the next one hides it. */
export const pushDropped = (): Tamper => {
  const dropped = new Map<string, { rev: number; prev: number }>()
  const heard = new Map<string, number>()
  return frame => {
    if (!isChained(frame)) return frame
    const { roomId, rev, prev, isSkip } = placeOf(frame)
    const lost = dropped.get(roomId)
    if (lost?.rev === rev) return null
    if (lost?.rev === prev) return withPrev(frame, lost.prev)
    const count = (heard.get(roomId) ?? 0) + 1
    heard.set(roomId, count)
    if (lost || isSkip || count < dropAfter) return frame
    dropped.set(roomId, { rev, prev })
    return null
  }
}
const dropAfter = 12

/** A server bundle with other text in it; `undo` removes it. The bundler adds digits to names that stand twice. */
export interface Bundle {
  program: string
  undo: () => void
}

/** A change forgets the values that its message had before, so that another may take them. */
export const revsFreed = (): Bundle =>
  bundle('revs-freed', text =>
    text.replace(
      /\$set: \{ \.\.\.(set\d*), rev: value \},\s+\$push: \{\s+revs: \{[^}]*\},/,
      '$set: { ...$1, rev: value, revs: [value] }, $push: { freed: value,',
    ),
  )

/** A gap's `to` is the highest value of its page, which is read in two parts, as a cursor of MongoDB may be. */
export const gapToOfPage = (): Bundle =>
  pagedGap('gap-to-of-page', 'Math.max(to, ...docs.map((one) => one.rev))')

/** The same page in two parts, with `to` as the value that was read before it: the control. */
export const gapToBefore = (): Bundle => pagedGap('gap-to-before', 'to')

function pagedGap(name: string, to: string): Bundle {
  const inTwoParts = (room: string, seat: string, model: string, present: string) => `
    const part = (seq) => ${model}.find({ roomId: ${room}, seq }).sort({ seq: -1 }).limit(25).lean();
    const newer = await part({ $gte: ${seat}.fromSeq });
    await new Promise((resolve) => setTimeout(resolve, 600));
    const older = await part({ $gte: ${seat}.fromSeq, $lt: newer.at(-1)?.seq ?? 0 });
    const docs = [...newer, ...older];
    return { messages: docs.reverse().map(${present}), to: ${to}, more: false, gap: true };
  `
  const head = /(async function gap\d*\((\w+), (\w+)\) \{\s+const to = await readHead\d*\(\w+\);)/.source
  const rest = /[\s\S]*?(\w+)\.find\([\s\S]*?\.map\((\w+)\)[\s\S]*?\n\}/.source
  return bundle(name, text =>
    text.replace(
      new RegExp(head + rest),
      (_, begins: string, ...names: [string, string, string, string]) => `${begins}${inTwoParts(...names)}}`,
    ),
  )
}

/** The built server with another text in it, in a file of its own; throws where `plant` changes nothing. */
export function bundle(name: string, plant: (text: string) => string): Bundle {
  const text = readFileSync(builtServer, 'utf8')
  const planted = plant(text)
  if (planted === text) throw new Error(`the place to plant ${name} was not found in the bundle`)
  const program = join(serverFolder, `dist/planted-${name}-${process.pid}.js`)
  writeFileSync(program, planted)
  return { program, undo: () => rmSync(program, { force: true }) }
}

function withPrev<F extends object>(frame: F, prev: number): F {
  if ((frame as unknown as SkipFrame).type === 'skip') return { ...frame, prev }
  return { ...frame, data: { ...((frame as unknown as PushFrame).data as object), prev } }
}
