/** One socket, and what the server knows of it. */
import type { WebSocket } from 'ws'
import type { Identity } from '../context'
import { newId } from '../id'
import { frameFor, type Outlet, send } from './wire'

/** Waiting bytes above which a reader gets no ephemera and only `skip`s. */
export const slowBytes = 256 * 1024
/** Waiting bytes above which it is closed with 4013. */
export const tooSlowBytes = 1024 * 1024

/** A socket with its state: plain fields, no closures and no timers. Times in milliseconds since 1970. */
export interface Connection extends Outlet {
  id: string
  address: string
  device: string
  identity?: Identity
  openedAt: number
  /** When it is pinged, so that not all are at once. */
  turn: number
  /** Pings not answered yet. */
  missed: number
  /** When it was last pinged, and the first time that it did not answer: it may have been gone since. */
  pingedAt: number
  silentSince: number
  /** Bad frames in a row. */
  badFrames: number
  /** When the buffer was first seen above `slowBytes`, 0 when it is not. */
  slowSince: number
  /** When the watch looks at it: when its token is about to end, then at that end. */
  dueAt: number
  /** Frames being answered. */
  busy: number
  /** The rooms it hears, with the first seq its person may see. */
  rooms: Map<string, number>
  /** The people whose presence it watches, at most 200. */
  watched?: ReadonlySet<string>
  /** The last frame under way for each room or message, so that frames of one room or message keep their order. */
  lanes?: Map<string, Promise<void>>
}

/** Those whose buffer was seen above `slowBytes`, until it is well below. */
export const slowReaders = new Set<Connection>()

/** Sends one frame as JSON. */
export const sendFrame = (connection: Connection, frame: unknown): void => send(connection, frameFor(frame))

let turns = 0

/** A connection that was just opened. */
export const newConnection = (socket: WebSocket, address: string, device: string): Connection => ({
  id: newId(),
  socket,
  out: null,
  address,
  device: device.slice(0, 200),
  identity: undefined,
  openedAt: Date.now(),
  turn: turns++,
  missed: 0,
  pingedAt: 0,
  silentSince: 0,
  badFrames: 0,
  slowSince: 0,
  dueAt: Infinity,
  busy: 0,
  rooms: new Map(),
  watched: undefined,
  lanes: undefined,
})
