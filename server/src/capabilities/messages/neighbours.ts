/** What other nodes said in the rooms of this one, read from the store while there are other nodes. */
import type { Context } from '../../kernel/context'
import { pushedTo, setPushed } from '../../kernel/sockets/order'
import * as topics from '../../kernel/sockets/topics'
import { readTogether } from '../../kernel/store/together'
import { announce, announcementOf } from './fan-out'
import { readHead } from './heads'
import { type MessageDoc, Messages } from './model'

const most = 200
const roomsAtOnce = 16

/** Pushes to this node's sockets what is in the store and was not pushed here. */
export async function catchUp(ctx: Context): Promise<void> {
  const rooms = topics.servedRooms()
  for (let i = 0; i < rooms.length; i += roomsAtOnce) {
    await Promise.all(rooms.slice(i, i + roomsAtOnce).map(roomId => catchUpRoom(ctx, roomId)))
  }
}

/** The same of one room. */
export async function catchUpRoom(ctx: Context, roomId: string): Promise<void> {
  const from = pushedTo(roomId)
  const missed = from === undefined ? [] : await writtenIn(roomId, from)
  if (from === undefined || missed.length === most) {
    // Too much, or unknown since when: whoever is behind sees it by the room's value alone, and syncs.
    const head = await readHead(roomId)
    // Its pushes have begun meanwhile: devices see by the first of them whether they miss something before it.
    if (from === undefined && pushedTo(roomId) !== undefined) return
    topics.beacon(roomId, head)
    return setPushed(roomId, head)
  }
  let prev = from
  for (const doc of missed) {
    announce(ctx, doc, prev, announcementOf(doc))
    prev = doc.rev
  }
  if (missed.length > 0) setPushed(roomId, prev)
}

/** Of many rooms at once, it is one command. */
const writtenIn = readTogether<[roomId: string, above: number], MessageDoc>(
  () => Messages,
  (roomId, above) => [
    { $match: { roomId, rev: { $gt: above } } },
    { $sort: { rev: 1 } },
    { $limit: most },
    { $project: { versions: 0 } },
  ],
)
