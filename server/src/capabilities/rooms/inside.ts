/** Rooms inside communities: the first of a new one, and what follows when someone's place in one changes. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import * as communities from '../communities/api'
import { insert, settle } from './create'
import { exit, exitAll } from './leaving'
import { announce, enter } from './membership'
import { type MemberDoc, Members, type RoomDoc, Rooms } from './model'
import { succeed } from './ownership'
import { presentFor } from './present'

type Entry = Parameters<typeof enter>[3]

/** Brings someone into a room and into its community; tells everyone. Nobody is in a room of a community they are not in. */
export async function comeIn(
  ctx: Context,
  room: RoomDoc,
  userId: string,
  actorId: string,
  entry: Entry = {},
): Promise<MemberDoc> {
  if (room.communityId) await communities.admit(ctx, room.communityId, userId, entry?.invitedBy)
  const { member, isNew } = await enter(ctx, room, userId, entry)
  if (isNew) await announce(ctx, room, member, actorId)
  // Whoever left the community meanwhile did not see this room among those to be left.
  if (room.communityId && isNew && !(await communities.isMember(room.communityId, userId))) {
    await exit(ctx, room, userId, actorId)
    throw fault('conflict')
  }
  return member
}

/** The first room of a new community, owned by who made that. May run twice. */
export async function makeFirst(
  ctx: Context,
  { community }: { community: communities.CommunityDoc },
): Promise<void> {
  const ownerId = community.ownerId ?? (await communities.ownerOf(community._id))
  if (!ownerId) return
  const room = await insert({
    type: 'public_room',
    name: community.firstRoom ?? 'General',
    visibility: 'public',
    communityId: community._id,
    creatorId: ownerId,
    history: 'all',
    invites: 'members',
    madeBy: `first:${community._id}`,
  })
  await settle(ctx, room, ownerId, [[ownerId, 'owner']])
}

/** Takes who left a community out of all its rooms; those they owned there its owner takes over. May run twice. */
export async function leaveAll(
  ctx: Context,
  { communityId, userId, actorId }: { communityId: string; userId: string; actorId: string },
): Promise<void> {
  if (await communities.isMember(communityId, userId)) return
  const seats = await Members.find({ userId, left: false }).lean()
  const owned = new Set(seats.filter(seat => seat.role === 'owner').map(seat => seat.roomId))
  const inside = await Rooms.find({ _id: { $in: seats.map(seat => seat.roomId) }, communityId }).lean()
  await exitAll(ctx, inside, userId, actorId)
  const heir = await communities.ownerOf(communityId)
  for (const room of inside) if (owned.has(room._id)) await succeed(ctx, room, heir)
}

/** Tells people what they may do now in their rooms of a community. */
export async function showStandings(
  ctx: Context,
  { communityId, userIds, actorId }: { communityId: string; userIds: string[]; actorId: string | null },
): Promise<void> {
  for (const userId of userIds) {
    const seats = await Members.find({ userId, left: false }).lean()
    const inside = await Rooms.find({ _id: { $in: seats.map(seat => seat.roomId) }, communityId }).lean()
    if (inside.length === 0) continue
    // Devices that are away learn of it by their next sync: written once, by the node that did it.
    if (actorId !== null)
      await Members.updateMany(
        { userId, left: false, roomId: { $in: inside.map(room => room._id) } },
        { $currentDate: { changedAt: true } },
      )
    await showStanding(ctx, userId, inside, seats)
  }
}

/** Tells one person what they may do in these rooms. */
export async function showStanding(
  ctx: Context,
  userId: string,
  inside: RoomDoc[],
  seats: MemberDoc[],
): Promise<void> {
  const shown = await presentFor(userId, inside, new Map(seats.map(seat => [seat.roomId, seat])))
  const standings = shown.map(({ id, standing }) => ({ roomId: id, standing }))
  ctx.push(rooms.pushes.standing, { user: userId }, { rooms: standings })
}

/** Data from before there were members of communities: whoever is in a room of one belongs to it. */
export async function admitOld(): Promise<void> {
  if (await communities.isAdmitted(communities.welcomeId)) return
  await communities.admitAll(communities.welcomeId, peopleInside(communities.welcomeId))
}

const pageSize = 500

async function* peopleInside(communityId: string): AsyncGenerator<{ userId: string; joinedAt: Date }[]> {
  for await (const { _id } of Rooms.find({ communityId }, { _id: 1 }).lean().cursor()) {
    for (let last: MemberDoc | undefined; ;) {
      const after = last
        ? {
            joinedAt: { $gte: last.joinedAt },
            $or: [{ joinedAt: { $gt: last.joinedAt } }, { _id: { $gt: last._id } }],
          }
        : {}
      const page = await Members.find({ roomId: _id, left: false, ...after })
        .sort({ joinedAt: 1, _id: 1 })
        .limit(pageSize)
        .lean()
      yield page
      if (page.length < pageSize) break
      last = page.at(-1)
    }
  }
}
