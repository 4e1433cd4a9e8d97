/** What a row of the table of access says, and the cells that many rows share. */

/** Whether only who is let in knows of the room and the community, or anyone may find them. */
export type Kind = 'private' | 'public'
/** What a cell of the table is tried on. */
export interface Scene {
  communityId: string
  /** Of the community. */
  version: number
  roomId: string
  messageId: string
  /** A message that the owner planned in a room. */
  scheduleId: string
  /** What the owner asked and began in a room of the same people. */
  pollId: string
  chainId: string
  memberId: string
  guestId: string
  /** Nobody else has to do with them. */
  passerbyId: string
}
/** One route: what it is asked, and what each gets. */
export interface Row {
  input: (scene: Scene) => Record<string, unknown>
  /** The same with an id that nobody and nothing has; absent where the input has no subject. */
  unknown?: Record<string, unknown>
  /** What each gets, `private | public` where the two differ. */
  owner: string
  member: string
  stranger: string
  removed: string
}

export const closed = 'not_found | forbidden'
export const all = { owner: 'ok', member: 'ok', stranger: 'ok', removed: 'ok' }
export const insiders = { owner: 'ok', member: 'ok', stranger: closed, removed: closed }
export const nobody = { owner: 'forbidden', member: 'forbidden', stranger: 'forbidden', removed: 'forbidden' }
export const onlyOwner = { owner: 'ok', member: 'forbidden', stranger: closed, removed: closed }
export const noCommunity = { communityId: 'nowhere' }
export const noRoom = { roomId: 'no-such-room' }
export const noMessage = { messageId: 'no-such-message' }
export const noRoot = { rootId: 'no-such-message' }
export const content = { text: 'said' }
export const noSchedule = { scheduleId: 'no-such-schedule' }
export const tomorrow = new Date(Date.now() + 24 * 3600 * 1000).toISOString()
/** What is only the owner's own. */
export const onlyMine = { owner: 'ok', member: 'not_found', stranger: 'not_found', removed: 'not_found' }
export const carried = { merged: false, clientId: 'client-id-0123456789' }
