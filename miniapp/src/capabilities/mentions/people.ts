/** Whom one may call in a room: those who spoke last first, then in the order they came. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useEffect, useMemo, useState } from 'react'
import { call } from '../../kernel/client'
import { ranked } from './ranked'

/** Members that are loaded when one begins to look; in larger rooms the server is asked for the rest. */
const loaded = 100
const askAfter = 150
const keptFor = 60_000
const known = new Map<string, { at: number; people: Person[] }>()

interface Use {
  roomId: string
  memberCount: number
  myId: string
  /** Who spoke, the latest first. */
  recent: readonly string[]
}

/** People whose names fit what is looked for; null looks for nobody. */
export function useCallable({ roomId, memberCount, myId, recent }: Use, query: string | null): Person[] {
  const members = useMembers(roomId, query !== null)
  const found = useFound(roomId, memberCount > loaded ? query : null)
  return useMemo(() => {
    if (query === null) return []
    const all = new Map([...members, ...found].map(person => [person.id, person]))
    all.delete(myId)
    return ranked([...all.values()], query, recent)
  }, [members, found, query, recent, myId])
}

function useMembers(roomId: string, isWanted: boolean): Person[] {
  const [people, setPeople] = useState<Person[]>([])
  useEffect(() => {
    if (!isWanted) return
    const kept = known.get(roomId)
    setPeople(kept?.people ?? [])
    if (kept && Date.now() - kept.at < keptFor) return
    let isLatest = true
    void call(rooms.routes.members, { roomId, limit: loaded })
      .then(({ items }) => {
        const people = items.map(({ user }) => user)
        known.set(roomId, { at: Date.now(), people })
        if (isLatest) setPeople(people)
      })
      .catch(() => undefined)
    return () => {
      isLatest = false
    }
  }, [roomId, isWanted])
  return people
}

function useFound(roomId: string, query: string | null): Person[] {
  const [people, setPeople] = useState<Person[]>([])
  useEffect(() => {
    if (!query) return setPeople([])
    let isLatest = true
    const timer = setTimeout(() => {
      void call(rooms.routes.members, { roomId, query, limit: 20 })
        .then(({ items }) => isLatest && setPeople(items.map(({ user }) => user)))
        .catch(() => undefined)
    }, askAfter)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [roomId, query])
  return people
}
