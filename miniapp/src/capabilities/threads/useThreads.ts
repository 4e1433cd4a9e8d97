/** Threads on the device: my places in them, and the list of those I follow. */
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import {
  type FollowedThread,
  thread,
  type ThreadLevel,
  threads,
  threadSeats,
  type ThreadSeat,
} from '@community-chat/shared/capabilities/threads/contract'
import type { Output } from '@community-chat/shared/protocol/contract'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { call, on } from '../../kernel/client'
import { theDevice, useDevice } from '../../kernel/device'
import { useQuery } from '../../kernel/hooks'
import { usePages, type Pages } from '../../kernel/pages'

const { routes } = threads
const noSeats: Readonly<Record<string, ThreadSeat>> = {}

/** My places in threads by the id of their root. */
export const useSeats = () => useDevice(({ replica }) => threadSeats.of(replica.own), noSeats)

/** My place in one thread; null where I have none. */
export const useSeat = (rootId: string): ThreadSeat | null => useSeats()[rootId] ?? null

const keep = (row: Output<typeof routes.follow>) => theDevice()?.takeOwn(threadSeats.name, [row])

/** Follows a thread, or no longer. */
export const setFollowing = async (rootId: string, following: boolean) =>
  keep(await call(following ? routes.follow : routes.unfollow, { rootId }))

/** What a thread calls me for. */
export const setLevel = async (rootId: string, level: ThreadLevel) =>
  keep(await call(routes.setLevel, { rootId, level }))

const readAfter = 300

/** Tells that a thread was read, a little later and only forward; without a place in it there is nothing to tell. */
export function useThreadReading(rootId: string): (seq: number) => void {
  const seat = useSeat(rootId)
  const latest = useRef({
    rootId,
    seat,
    seen: 0,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  })
  latest.current.seat = seat
  const tell = useCallback(() => {
    const { rootId, seat, seen } = latest.current
    // A place that comes by my own first reply is told then.
    if (seat && seen > seat.readSeq) void call(routes.read, { rootId, seq: seen }).then(keep, () => undefined)
  }, [])
  const later = useCallback(() => {
    clearTimeout(latest.current.timer)
    latest.current.timer = setTimeout(tell, readAfter)
  }, [tell])
  useEffect(later, [seat, later])
  useEffect(() => () => clearTimeout(latest.current.timer), [])
  return useCallback(
    seq => {
      if (seq <= latest.current.seen) return
      latest.current.seen = seq
      later()
    },
    [later],
  )
}

const oneRow = { limit: 1 }
const newsAfter = 800

/** How many of my threads call me, live; null while that is not known or I follow none. */
export function useCalling(): number | null {
  const seats = useSeats()
  const follows = Object.values(seats).some(seat => seat.following)
  const { data, reload } = useQuery(routes.list, follows ? oneRow : null)
  useThreadNews(reload)
  return follows ? (data?.calling ?? 0) : null
}

/** The threads I follow, page by page, live. */
export function useFollowed(): Pages<FollowedThread> {
  const pages = usePages<FollowedThread>(routes.list, noInput)
  useThreadNews(pages.reload)
  return pages
}
const noInput = {}

/** Asks again, a little later, when something was said or taken away in a thread of mine, or my places changed. */
function useThreadNews(reload: () => Promise<void>): void {
  const seats = useSeats()
  const latest = useRef({ seats, reload, timer: undefined as ReturnType<typeof setTimeout> | undefined })
  Object.assign(latest.current, { seats, reload })
  const later = useCallback(() => {
    clearTimeout(latest.current.timer)
    latest.current.timer = setTimeout(() => void latest.current.reload(), newsAfter)
  }, [])
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current) later()
    isFirst.current = false
  }, [seats, later])
  useEffect(() => {
    const hear = ({ message }: { message: Message }) => {
      const { seats } = latest.current
      if (seats[message.threadId ?? message.id]?.following) later()
    }
    const { created, updated, deleted } = messages.pushes
    const hushes = [created, updated, deleted].map(push => on(push, hear))
    return () => {
      clearTimeout(latest.current.timer)
      for (const hush of hushes) hush()
    }
  }, [later])
}

/** The message that a thread hangs on, as the device has it in its room or its thread; null while it has not. */
export function useRoot(roomId: string, rootId: string): Message | null {
  const room = useDevice(({ replica }) => replica.rooms[roomId] ?? null, null)
  return useMemo(() => {
    if (!room) return null
    const find = (all: readonly Message[] = []) => all.find(({ id }) => id === rootId)
    return find(room.threads[rootId]?.messages) ?? find(room.messages) ?? null
  }, [room, rootId])
}

/** Everyone whose face a message shows for its thread. */
export const peopleAnswering = (message: Message): string[] => thread.of(message)?.repliers ?? []
