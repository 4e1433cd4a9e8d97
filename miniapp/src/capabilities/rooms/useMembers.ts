/** Who is in a room, and who may be. */
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms, type Member } from '@community-chat/shared/capabilities/rooms/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { call } from '../../kernel/client'
import { usePush } from '../../kernel/hooks'
import { usePages } from '../../kernel/pages'

const { routes, pushes } = rooms

export interface Members {
  /** In the order they came. */
  rows: Member[]
  loading: boolean
  fault: Fault | null
  hasMore: boolean
  loadMore(): Promise<void>
}

/** The members of a room, page by page, live. */
export function useMembers(roomId: string | null): Members {
  const { change, ...members } = usePages<Member>(routes.members, roomId === null ? null : { roomId })
  const without = (userId: string) => (rows: Member[]) => rows.filter(one => one.userId !== userId)

  usePush(pushes.joined, ({ participant }, at) => {
    // Newcomers stand at the end: while that is not loaded they will come with it.
    if (at === roomId)
      change((rows, atEnd) => (atEnd ? [...without(participant.userId)(rows), participant] : rows))
  })
  usePush(pushes.left, ({ userId }, at) => {
    if (at === roomId) change(without(userId))
  })
  usePush(pushes.roleChanged, ({ participant }, at) => {
    if (at === roomId)
      change(rows => rows.map(one => (one.userId === participant.userId ? participant : one)))
  })
  usePush(profiles.pushes.changed, ({ user }) =>
    change(rows => rows.map(one => (one.userId === user.id ? { ...one, user } : one))),
  )
  return members
}

/** Brings someone in. */
export const addMember = (roomId: string, userId: string) => call(routes.addMember, { roomId, userId })
/** Puts someone out. */
export const removeMember = (roomId: string, userId: string) => call(routes.removeMember, { roomId, userId })
/** Changes what a member may do. */
export const setRole = (roomId: string, userId: string, role: Role) =>
  call(routes.setRole, { roomId, userId, role })
