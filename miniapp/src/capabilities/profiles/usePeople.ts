/** People: asked for in batches, kept, and followed. */
import { profiles, type Self } from '@community-chat/shared/capabilities/profiles/contract'
import type { Person, Profile } from '@community-chat/shared/capabilities/profiles/person'
import type { Input } from '@community-chat/shared/protocol/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { useEffect, useMemo, useState } from 'react'
import { call, useConnections } from '../../kernel/client'
import { usePush, useQuery, type Query } from '../../kernel/hooks'
import { useSession } from '../../kernel/session'
import { renameSelf } from '../../kernel/session/session'
import { useStore } from '../../kernel/store'
import { learnPeople, people, wantPeople, type People } from './people'

const { routes, pushes } = profiles

/** One person; null until known. */
export const usePerson = (userId: string | null): Person | null => {
  const ids = useMemo(() => (userId ? [userId] : []), [userId])
  return (userId && usePeople(ids)[userId]) || null
}

/** Several people by id; those not known yet are absent. */
export function usePeople(userIds: readonly string[]): People {
  const known = useStore(people)
  const connections = useConnections()
  const key = userIds.join()
  useEffect(() => wantPeople(key ? key.split(',') : [], connections), [key, connections])
  return known
}

/** Oneself; null while signed out. */
export const useMe = (): Self | null => useSession().user

/** Someone's page, with what they tell of themselves; it follows their changes. */
export function useProfile(userId: string): Query<Profile> {
  const input = useMemo(() => ({ userId }), [userId])
  const query = useQuery(routes.get, input)
  usePush(pushes.changed, ({ user }) => {
    if (user.id === userId) void query.reload()
  })
  return query
}

/** Changes my name, avatar, bio or status. */
export async function updateMe(input: Input<typeof routes.update>): Promise<Self> {
  return learnSelf(await call(routes.update, input))
}

/** Shows a picture in base64 of me, null my letters again. */
export const changePicture = async (picture: string | null): Promise<Self> =>
  learnSelf(await (picture === null ? call(routes.removePicture, {}) : call(routes.setPicture, { picture })))

async function learnSelf(self: Self): Promise<Self> {
  const { id, displayName, avatar, status } = self
  learnPeople([{ id, displayName, avatar, status }])
  await renameSelf(self)
  return self
}

export interface FoundPeople {
  rows: Person[]
  loading: boolean
  fault: Fault | null
}

const askAfter = 250

/** People whose name begins with the query; asks 250 ms after the last keystroke, and not for an empty one. */
export function useFindPeople(query: string): FoundPeople {
  const wanted = query.trim()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), askAfter)
    return () => clearTimeout(timer)
  }, [wanted])
  const { data, loading, fault } = useQuery(routes.find, asked && wanted ? { query: asked } : null, {
    live: false,
  })
  return {
    rows: (wanted && data?.items) || [],
    loading: loading || (wanted !== '' && wanted !== asked),
    fault,
  }
}
