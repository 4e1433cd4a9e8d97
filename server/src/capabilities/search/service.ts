/** Searching: what the caller may read and holds what they look for, the best of the latest first. */
import type { Hit, search } from '@community-chat/shared/capabilities/search/contract'
import { holds, relevance, snippetOf } from '@community-chat/shared/capabilities/search/find'
import { textOf } from '@community-chat/shared/capabilities/search/text'
import { newBreather } from '../../kernel/breather'
import type { Handler } from '../../kernel/capability'
import { cursorsOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { readable } from '../rooms/api'
import { candidates } from './candidates'
import { compare, rank, type Ranked } from './ranking'
import { type Search, searchOf } from './scope'

type Routes = (typeof search)['routes']

/** Hits are ranked among so many of the latest, then among the next. */
const ranked = 100
/** The most candidates that one request looks at, when most of them are none. */
const mostLookedAt = 800
/** So few that reading them, long as they may be, does not hold up others. */
const readAtOnce = 100
/** What another node said just now may be a little in the future. */
const clocksDiffer = 5000

/** A stretch of time, both ends included, whose hits are ranked together. */
interface Window {
  to: number
  /** The earliest time in it; -1 until it was looked through. */
  from: number
}

/** Window, then the place in it: the score, time and id of the last hit that was shown. */
const cursors = cursorsOf('search.find', 'time', 'time', 'time', 'time', 'text')

/** One page of hits. */
export const find: Handler<Routes['find']> = async (ctx, asked) => {
  const wanted = await searchOf(ctx, asked)
  const [to, from, score, at, id] = cursors.from(asked.cursor, [
    asked.to ? Date.parse(asked.to) - 1 : Date.now() + clocksDiffer,
    -1,
    0,
    0,
    '',
  ])
  if (wanted.rooms.size === 0) return { items: [], next: null }
  let looked = 0
  let place: Ranked | null = from >= 0 ? ({ score, at, id } as Ranked) : null
  let window: Window = { to, from }
  for (;;) {
    const { hits, closed, below, count } = await lookThrough(wanted, window, mostLookedAt - looked)
    looked += count
    const left = place ? hits.filter(hit => compare(hit, place!) > 0) : hits
    const items = left.slice(0, asked.limit)
    const last = items.at(-1)
    if (last && left.length > items.length)
      return {
        items: await told(wanted, items),
        next: cursors.to(closed.to, closed.from, last.score, last.at, last.id),
      }
    if (below === null) return { items: await told(wanted, items), next: null }
    if (items.length > 0 || looked >= mostLookedAt)
      return { items: await told(wanted, items), next: cursors.to(below, -1, 0, 0, '') }
    place = null
    window = { to: below, from: -1 }
  }
}

/** The first thing said in a room at or after a time. */
export const seqAt: Handler<Routes['seqAt']> = async (ctx, { roomId, time }) => {
  const { fromSeq } = await readable(ctx, roomId)
  return (await messages.firstAt(roomId, fromSeq, new Date(time))) ?? { seq: null, messageId: null }
}

/** Reads a window's hits, best first. One that was not looked through before ends where enough was found. */
async function lookThrough(wanted: Search, window: Window, atMost: number) {
  const roomIds = new Set(wanted.rooms.keys())
  const first = window.from >= 0 ? window.from : wanted.from
  const hits: Ranked[] = []
  let count = 0
  let to = window.to
  for (let below: number | null = to; below !== null; to = below) {
    const size = ranked + (count > 0 ? ranked : 20)
    const found = await candidates({ tokens: wanted.tokens, roomIds, from: first, to }, size)
    count += found.ids.length
    hits.push(...(await hitsAmong(wanted, found.ids)))
    below = found.below
    if (below === null) break
    // A window that was looked through before is as long as it was, unless its cursor was made up.
    const enough =
      window.from < 0 ? hits.length >= ranked || count >= atMost : count > mostLookedAt + 2 * ranked
    if (enough) {
      const closed = { to: window.to, from: below + 1 }
      return { hits: rank(hits, window.to), closed, below, count }
    }
  }
  const below = window.from >= 0 && window.from > wanted.from ? window.from - 1 : null
  return { hits: rank(hits, window.to), closed: { to: window.to, from: first }, below, count }
}

/** Those of the candidates that the caller may read and that still say what is looked for. */
async function hitsAmong(wanted: Search, ids: string[]): Promise<Ranked[]> {
  const { terms, rooms, ignored, senderId, type } = wanted
  const breathe = newBreather()
  const hits: Ranked[] = []
  for (let i = 0; i < ids.length; i += readAtOnce)
    for (const doc of await messages.findMany(ids.slice(i, i + readAtOnce))) {
      const mayBe =
        !doc.gone &&
        doc.seq >= (rooms.get(doc.roomId) ?? Infinity) &&
        !ignored.has(doc.senderId) &&
        (senderId === undefined || doc.senderId === senderId) &&
        (type === undefined || doc.type === type)
      if (!mayBe) continue
      await breathe()
      const text = textOf(doc as never)
      if (!holds(text, terms)) continue
      const at = doc.createdAt.getTime()
      hits.push({ message: messages.present(doc), text, score: relevance(text, terms), at, id: doc._id })
    }
  return hits
}

/** A page of hits as the caller sees them; what they hid is left out, and the page is shorter then. */
async function told({ ctx, terms }: Search, hits: Ranked[]): Promise<Hit[]> {
  const all = await messages.withMine(
    ctx,
    hits.map(hit => hit.message),
  )
  const breathe = newBreather()
  const shown: Hit[] = []
  for (const [i, { text, score }] of hits.entries()) {
    const message = all[i]!
    if (message.mine?.hidden === true) continue
    await breathe()
    shown.push({ message, snippet: snippetOf(text, terms), score })
  }
  return shown
}
