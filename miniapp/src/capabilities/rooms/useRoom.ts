/** Rooms: one room, those that anyone may join, and what one can do with them. */
import { rooms, type Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Input, Output } from '@community-chat/shared/protocol/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { RoomState } from '@community-chat/shared/protocol/replica'
import { useEffect, useMemo, useState } from 'react'
import { call } from '../../kernel/client'
import { useDevice } from '../../kernel/device'
import { useQuery } from '../../kernel/hooks'
import { usePages, type Pages } from '../../kernel/pages'

const { routes } = rooms

/** One room, live where I am in it; also a public one that I am not in (`room.role` is null then). */
export function useRoom(roomId: string | null): {
  room: Room | null
  loading: boolean
  fault: Fault | null
  reload(): Promise<void>
} {
  const mine = useDevice(({ replica }) => (roomId ? (replica.rooms[roomId]?.room ?? null) : null), null)
  const { data, loading, fault, reload } = useQuery(routes.get, roomId && !mine ? { roomId } : null)
  return { room: mine ?? data, loading: loading && !mine, fault: mine ? null : fault, reload }
}

export type PublicRooms = Omit<Pages<Room>, 'change'>

/** Public rooms of no community and of mine, newest first. */
export const usePublicRooms = (): PublicRooms => usePages<Room>(routes.list, noInput)
const noInput = {}

const askAfter = 250

/** Public rooms by the words of their name and topic; asks 250 ms after the last keystroke. */
export function useFindRooms(query: string): Room[] {
  const wanted = query.trim()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), askAfter)
    return () => clearTimeout(timer)
  }, [wanted])
  const { data } = useQuery(routes.list, asked && wanted ? { query: asked.slice(0, 60), limit: 20 } : null, {
    live: false,
  })
  return (wanted && data?.items) || noneFound
}
const noneFound: Room[] = []

/** The rooms of a community: `mine` are also there while I am offline, `others` are those that I may come into. */
export function useRoomsInside(communityId: string): PublicRooms & { mine: Room[]; others: Room[] } {
  const { change: _change, ...pages } = usePages<Room>(routes.list, { communityId })
  const rooms = useDevice(({ replica }) => replica.rooms, noRooms)
  const mine = useMemo(
    () =>
      Object.values(rooms)
        .map(({ room }) => room)
        .filter(room => room.communityId === communityId)
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
    [rooms, communityId],
  )
  const others = pages.rows.filter(room => !(room.id in rooms) && room.role === null)
  return { ...pages, mine, others }
}
const noRooms: Record<string, RoomState> = {}

type Do<R extends (typeof routes)[keyof typeof routes]> = (input: Input<R>) => Promise<Output<R>>

/** Makes a room; with a clientId a retry after a lost answer makes no second one. */
export const createRoom: Do<typeof routes.create> = input => call(routes.create, input)
/** Comes into a public room. */
export const joinRoom = (roomId: string) => call(routes.join, { roomId })
/** Goes out of a room. */
export const leaveRoom = (roomId: string) => call(routes.leave, { roomId })
/** Changes a room; a stale `version` is refused. */
export const updateRoom: Do<typeof routes.update> = input => call(routes.update, input)
/** The id of the room of my own notes, which is made where it is not there yet. */
export const openNotes = async (myId: string): Promise<string> => (await openDirect(myId)).id
/** The direct room with someone: one per pair, ever. */
export const openDirect = (userId: string) => call(routes.openDirect, { userId })
