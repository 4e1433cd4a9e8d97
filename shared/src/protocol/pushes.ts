/** What each push does to the replica. */
import { conversations } from '../capabilities/conversations/contract'
import type { Change } from '../capabilities/messages/contract'
import { rooms } from '../capabilities/rooms/contract'
import type { Data, Push } from './contract'
import type { PushFrame, SkipFrame } from './frame'
import { goneFrom, inRoom, owned, readAcked, withRow, type Replica } from './replica'
import { changed, type Moment } from './room-changes'
import type { RoomState } from './room-state'

type Step = (replica: Replica, frame: PushFrame, moment: Moment) => Replica

/** Applies a push or skip. One that has nothing to do with rooms changes nothing. */
export function heard(replica: Replica, frame: PushFrame | SkipFrame, moment: Moment): Replica {
  if (frame.type === 'skip') {
    const { roomId, prev, rev } = frame as SkipFrame
    return moved(replica, roomId, { prev, rev, message: null }, moment)
  }
  const { data } = frame as PushFrame
  if (isChange(data)) {
    return moved(
      replica,
      data.message.roomId,
      { prev: data.prev, rev: data.message.rev, message: data.message },
      moment,
    )
  }
  return steps[frame.type]?.(replica, frame as PushFrame, moment) ?? replica
}

/** Every push that changes a message has this shape, whichever capability sends it. */
const isChange = (data: unknown): data is Change => {
  const change = data as Partial<Change> | null
  return typeof change?.prev === 'number' && typeof change.message?.rev === 'number'
}

function moved(
  replica: Replica,
  roomId: string,
  change: Parameters<typeof changed>[1],
  moment: Moment,
): Replica {
  if (replica.rooms[roomId]) return inRoom(replica, roomId, state => changed(state, change, moment))
  if (roomId in replica.strays) return replica
  return { ...replica, strays: { ...replica.strays, [roomId]: moment.now } }
}

const step = <P extends Push<any>>(
  { type }: P,
  apply: (replica: Replica, data: Data<P>, moment: Moment, roomId: string) => Replica,
): [string, Step] => [
  type,
  (replica, frame, moment) => apply(replica, frame.data as Data<P>, moment, frame.roomId ?? ''),
]

const { pushes } = conversations
const steps: Record<string, Step> = Object.fromEntries([
  step(pushes.changed, (replica, { conversation }, moment) => withRow(replica, conversation, moment, true)),
  step(pushes.gone, (replica, { roomId }, { now }) => goneFrom(replica, roomId, now)),
  step(pushes.read, (replica, state, moment) => readAcked(replica, state, moment)),
  step(pushes.own, (replica, { name, rows }, moment) => owned(replica, name, rows, moment)),
  step(rooms.pushes.joined, (replica, { memberCount }, _, roomId) =>
    withFacts(replica, roomId, { memberCount }),
  ),
  step(rooms.pushes.left, (replica, { memberCount }, _, roomId) =>
    withFacts(replica, roomId, { memberCount }),
  ),
  step(rooms.pushes.updated, (replica, { room }) => withFacts(replica, room.id, room)),
  step(rooms.pushes.roleChanged, (replica, { participant: { userId, roomId, role } }) =>
    userId === replica.me ? withFacts(replica, roomId, { role }) : replica,
  ),
  step(rooms.pushes.standing, (replica, { rooms }) =>
    rooms.reduce((known, { roomId, standing }) => withFacts(known, roomId, { standing }), replica),
  ),
])

const withFacts = (replica: Replica, roomId: string, facts: Partial<RoomState['room']>): Replica =>
  inRoom(replica, roomId, state =>
    facts.version !== undefined && facts.version < state.room.version
      ? state
      : { ...state, room: { ...state.room, ...facts } },
  )
