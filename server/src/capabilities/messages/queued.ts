/** What waits in the queue of a room to be written. */
import type { MessageDoc } from './model'

/** After this a write is given up, in milliseconds; its sender tries again with the same clientId. */
export const giveUpAfter = 5000
/** No answer for this long means: nobody knows. In milliseconds. */
export const attemptLasts = 3000

/** A committed value and the one before it. */
export interface Committed {
  doc: MessageDoc
  prev: number
}

/** A new message to be numbered and written. `done` runs in the order of the room, before the next is written. */
export interface Insert {
  kind: 'insert'
  doc: Omit<MessageDoc, 'seq' | 'rev' | 'revs'>
  since: number
  done: (committed: Committed | { existing: MessageDoc }) => void
  failed: (error: unknown) => void
}

/** What a change sets and takes away; null means that nothing is to be changed. */
export interface Patch {
  set: Partial<MessageDoc>
  unset?: (keyof MessageDoc)[]
  /** Texts that the message has no more, to be kept behind the earlier ones. */
  versions?: KeptVersion[]
}

/** A text that a message had, and when that was written. */
export interface KeptVersion {
  content: unknown
  at: Date
}

/** A change of one message; `apply` may run several times and must follow from what it is given. */
export interface Change {
  kind: 'change'
  messageId: string
  since: number
  apply: (message: MessageDoc) => Promise<Patch | null>
  done: (committed: Committed | { existing: MessageDoc }) => void
  failed: (error: unknown) => void
}

/** What may wait. */
export type Job = Insert | Change

/** The work of one room. */
export interface RoomQueue {
  roomId: string
  jobs: Job[]
  busy: boolean
}

/** Some of it that is written together. */
export interface Run {
  queue: RoomQueue
  jobs: Insert[]
}
