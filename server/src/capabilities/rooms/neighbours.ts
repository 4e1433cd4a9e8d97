/** What other nodes did to rooms and memberships, read from the store while there are other nodes. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Context } from '../../kernel/context'
import { lookAt } from '../../kernel/nodes/look'
import * as topics from '../../kernel/sockets/topics'
import { answeredSoFar } from '../../kernel/under-way'
import * as api from './api'
import { showStanding } from './inside'
import { type MemberDoc, Members, type RoomDoc, Rooms } from './model'
import { presentMembers, presentShared } from './present'
import { isRankNews } from './ranks'
import { forgetRoom, forgetSeat } from './remembered'

const places = lookAt<MemberDoc>(() => Members)
const all = lookAt<RoomDoc>(() => Rooms)

/** This node told of this change of a room itself. */
export const written = all.seen

/** Does and tells here what other nodes did. */
export async function catchUp(ctx: Context): Promise<void> {
  await followPlaces(ctx)
  for (const room of await all.news()) {
    forgetRoom(room)
    if (room.version > 1) ctx.push(rooms.pushes.updated, { room: room._id }, { room: presentShared(room) })
  }
}

/** Subscribes and unsubscribes the people of this node as other nodes' member rows say, and tells their rooms. */
async function followPlaces(ctx: Context): Promise<void> {
  const fresh = await places.news()
  // Acted on before anything is told: telling takes time, and rows grow old.
  const followed = fresh.map(row => [row, follow(row)] as const)
  // This node has looked when it has also answered what those who are out were still allowed to ask.
  await Promise.all(fresh.filter(row => row.left).map(row => answeredSoFar(row.userId)))
  for (const [row, isNews] of followed) {
    await tell(ctx, row, isNews)
    if (!row.left && isRankNews(row)) await tellRank(ctx, row)
  }
}

/** Tells the people of this node that a role was given, and whose it is what they may do now. */
async function tellRank(ctx: Context, row: MemberDoc): Promise<void> {
  const { roomId, userId } = row
  const [participant] = await presentMembers([row])
  ctx.push(rooms.pushes.roleChanged, { room: roomId }, { participant: participant! })
  const room = topics.connectionsOf(userId).length > 0 && (await Rooms.findById(roomId).lean())
  if (room) await showStanding(ctx, userId, [room], [row])
}

/** Acts on a row at once; answers whether it is news to somebody here, undefined where nobody is here to tell. */
function follow(row: MemberDoc): boolean | undefined {
  forgetSeat(row)
  const { roomId, userId } = row
  if (topics.connectionsOf(userId).length === 0) return undefined
  const heard = topics.heardFrom(userId, roomId)
  if (row.left) topics.leave(userId, roomId)
  else topics.join(userId, roomId, row.fromSeq)
  // Gone and come back between two looks is news too: what may be seen begins elsewhere.
  return row.left ? heard !== undefined : heard !== row.fromSeq
}

async function tell(ctx: Context, row: MemberDoc, isNews: boolean | undefined): Promise<void> {
  const { roomId, userId, readSeq } = row
  if (!row.left && readSeq > 0) await ctx.emit(api.read, { roomId, userId, readSeq })
  if (isNews === undefined || (!isNews && row.left)) return
  if (!isNews) return ctx.emit(api.moved, { member: row })
  const room = await Rooms.findById(roomId).lean()
  if (!room) return
  await ctx.emit(api.placed, { roomId, userId, isIn: !row.left })
  if (row.left)
    return ctx.push(rooms.pushes.left, { room: roomId }, { userId, memberCount: room.memberCount })
  const [participant] = await presentMembers([row])
  ctx.push(
    rooms.pushes.joined,
    { room: roomId },
    { userId, participant: participant!, memberCount: room.memberCount },
  )
}
