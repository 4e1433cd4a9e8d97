/** Who is typing where, in memory: starts are throttled by device and end by themselves. */
import { tellEvery, typingLasts } from '@community-chat/shared/capabilities/typing/contract'
import type { Clock } from '@community-chat/shared/protocol/transport'
import { openDeadlines } from '../../kernel/clock'

/** Told when somebody begins or goes on, and when they have stopped. */
export type Tell = (roomId: string, userId: string, isTyping: boolean) => void

/** All typing on this node. A device is a connection, or a sign-in without one. */
export interface Typers {
  start: (roomId: string, userId: string, deviceId: string) => void
  /** Stops one device of a person in a room, or all of them. */
  stop: (roomId: string, userId: string, deviceId?: string) => void
  /** A device is gone from everywhere. */
  leave: (deviceId: string) => void
  close: () => void
}

/** The last start of a device in a room; it stays until it would have ended, also after a stop. */
interface Start {
  roomId: string
  userId: string
  deviceId: string
  at: number
}

const looksEvery = 250

/** Keeps what it is told for a few seconds; one timer for all. */
export function openTypers(clock: Clock, tell: Tell): Typers {
  /** The devices that somebody is typing on in a room. */
  const typers = new Map<string, Set<string>>()
  const starts = new Map<string, Map<string, Start>>()
  const ends = openDeadlines<Start>(clock, looksEvery, end)

  function end(start: Start): void {
    forget(start)
    stop(start.roomId, start.userId, start.deviceId)
  }

  function forget({ roomId, deviceId }: Start): void {
    const rooms = starts.get(deviceId)
    if (rooms?.delete(roomId) && rooms.size === 0) starts.delete(deviceId)
  }

  function stop(roomId: string, userId: string, deviceId?: string): void {
    const key = `${roomId} ${userId}`
    const devices = typers.get(key)
    if (!devices) return
    if (deviceId !== undefined && (!devices.delete(deviceId) || devices.size > 0)) return
    typers.delete(key)
    tell(roomId, userId, false)
  }

  return {
    start(roomId, userId, deviceId) {
      const at = clock.now()
      const rooms = starts.get(deviceId) ?? new Map<string, Start>()
      const last = rooms.get(roomId)
      if (last && at - last.at < tellEvery) return
      if (last) ends.clear(last)
      const start = { roomId, userId, deviceId, at }
      starts.set(deviceId, rooms.set(roomId, start))
      ends.set(start, at + typingLasts)
      const key = `${roomId} ${userId}`
      typers.set(key, (typers.get(key) ?? new Set()).add(deviceId))
      tell(roomId, userId, true)
    },
    stop,
    leave(deviceId) {
      for (const start of [...(starts.get(deviceId)?.values() ?? [])]) {
        ends.clear(start)
        end(start)
      }
    },
    close: ends.stop,
  }
}
