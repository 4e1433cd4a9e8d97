/** The Lobby: the public room that every newcomer finds themselves in. */
import type { Context } from '../../kernel/context'
import * as communities from '../communities/api'
import { recountPublic } from './create'
import { comeIn } from './inside'
import { Rooms } from './model'
import { wordsIn } from './prefixed'

/** The lobby's id. */
export const lobbyId = 'lobby'

/** A new server has a lobby. */
export async function makeLobby(): Promise<void> {
  const now = new Date()
  const lobby = {
    type: 'public_room',
    name: 'Lobby',
    topic: '',
    prefixes: wordsIn({ name: 'Lobby' }),
    visibility: 'public',
    communityId: communities.welcomeId,
    memberCount: 0,
    history: 'all',
    invites: 'members',
    version: 1,
    floor: 0,
    lastAt: now,
    changedAt: now,
  }
  await Rooms.updateOne({ _id: lobbyId }, { $setOnInsert: lobby }, { upsert: true })
  await recountPublic(communities.welcomeId)
}

/** Brings a newcomer into the lobby; whoever owns the community owns its lobby too. May run twice. */
export async function welcome(ctx: Context, { userId }: { userId: string }): Promise<void> {
  const lobby = await Rooms.findById(lobbyId).lean()
  if (!lobby) return
  await communities.admit(ctx, communities.welcomeId, userId)
  const role = (await communities.isOwner(communities.welcomeId, userId)) ? 'owner' : 'member'
  await comeIn(ctx, lobby, userId, userId, { role })
}
