/** Communities: the directory, one of them, who is in it, and what one can do with them. */
import {
  type Category,
  communities,
  type Community,
  type CommunityMember,
} from '@community-chat/shared/capabilities/communities/contract'
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import type { Input, Output } from '@community-chat/shared/protocol/contract'
import { useState } from 'react'
import { call } from '../../kernel/client'
import { usePush, useQuery, type Query } from '../../kernel/hooks'
import { usePages, type Pages } from '../../kernel/pages'

const { routes, pushes } = communities

/** What the directory is narrowed to. */
export type Shelf = 'all' | 'mine' | Category

export type Directory = Omit<Pages<Community>, 'change'>

/** Communities to find, the largest first; live as far as they are mine. */
export function useDirectory(shelf: Shelf, query: string): Directory {
  const { change, ...pages } = usePages<Community>(routes.list, {
    ...(query ? { query } : {}),
    ...(shelf === 'all' ? {} : shelf === 'mine' ? { mine: true } : { category: shelf }),
  })
  usePush(pushes.updated, ({ community }) => {
    const isKnown = pages.rows.some(row => row.id === community.id)
    if (isKnown) change(rows => rows.map(row => (row.id === community.id ? community : row)))
    else if (shelf === 'mine') void pages.reload()
  })
  usePush(pushes.left, ({ communityId }) =>
    change(rows =>
      shelf === 'mine'
        ? rows.filter(row => row.id !== communityId)
        : rows.map(row =>
            row.id === communityId && row.role
              ? { ...row, role: null, memberCount: row.memberCount - 1 }
              : row,
          ),
    ),
  )
  return pages
}

/** One community, live while I am in it. */
export function useCommunity(communityId: string): Omit<Query<Community>, 'data'> & {
  community: Community | null
  /** Takes over what a route answered. */
  show: (community: Community) => void
} {
  const { data, reload, ...query } = useQuery(routes.get, { communityId })
  const [told, setTold] = useState<{ after: Community | null; community: Community } | null>(null)
  const show = (community: Community) => {
    if (community.id === communityId) setTold({ after: data, community })
  }
  usePush(pushes.updated, ({ community }) => show(community))
  usePush(pushes.left, gone => {
    if (gone.communityId === communityId) void reload()
  })
  // What was told holds until the route is asked again.
  const community = told && told.after === data && told.community.id === communityId ? told.community : data
  return { ...query, reload, community, show }
}

/** Who belongs to a community, in the order they came. */
export const useCommunityMembers = (communityId: string): Pages<CommunityMember> =>
  usePages<CommunityMember>(routes.members, { communityId })

type Do<R extends (typeof routes)[keyof typeof routes]> = (input: Input<R>) => Promise<Output<R>>

/** Makes a community; with a clientId a retry after a lost answer makes no second one. */
export const createCommunity: Do<typeof routes.create> = input => call(routes.create, input)
/** Changes one; a stale `version` is refused. */
export const updateCommunity: Do<typeof routes.update> = input => call(routes.update, input)
/** Comes into a public one. */
export const joinCommunity = (communityId: string) => call(routes.join, { communityId })
/** Goes out, of all its rooms too. */
export const leaveCommunity = (communityId: string) => call(routes.leave, { communityId })
/** Brings someone in. */
export const addToCommunity = (communityId: string, userId: string) =>
  call(routes.addMember, { communityId, userId })
/** Puts someone out. */
export const removeFromCommunity = (communityId: string, userId: string) =>
  call(routes.removeMember, { communityId, userId })
/** Changes what a member may do. */
export const setCommunityRole = (communityId: string, userId: string, role: Role) =>
  call(routes.setRole, { communityId, userId, role })
