/** How far others have read the rooms that were opened, as this device hears it. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { receipts } from '@community-chat/shared/capabilities/receipts/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { call, on } from '../../kernel/client'
import { transport } from '../../kernel/platform/transport'
import { session } from '../../kernel/session/session'
import { createStore } from '../../kernel/store'
import { answered, further, without, type RoomPositions } from './counts'

const askedAfter = 500

/** By room; absent where it was not asked for. */
export const positions = createStore<Readonly<Record<string, RoomPositions | undefined>>>({})

/** Asks how far others have read a room; what was heard meanwhile is newer. */
export async function load(roomId: string): Promise<void> {
  const before = positions.get()[roomId]
  const told = await call(receipts.routes.positions, { roomId }).catch(() => null)
  if (!told) return
  const now = positions.get()[roomId]
  set(roomId, now && now !== before ? further(told, now.positions) : told)
}

const set = (roomId: string, next: RoomPositions | undefined) => {
  if (positions.get()[roomId] !== next) positions.set({ ...positions.get(), [roomId]: next })
}
const change = (roomId: string | undefined, step: (known: RoomPositions) => RoomPositions) => {
  const known = roomId === undefined ? undefined : positions.get()[roomId]
  if (roomId !== undefined && known) set(roomId, step(known))
}

on(receipts.pushes.updated, ({ roomId, positions }) => change(roomId, known => further(known, positions)))
on(rooms.pushes.left, ({ userId }, roomId) => change(roomId, known => without(known, userId)))
on(messages.pushes.created, ({ message }) => change(message.roomId, known => answered(known, message)))
// Whether someone who came tells it is not known here; many who come at once are asked for once.
const asking = new Set<string>()
on(rooms.pushes.joined, (_, roomId) => {
  if (!roomId || !positions.get()[roomId] || asking.has(roomId)) return
  asking.add(roomId)
  transport.after(askedAfter, () => {
    asking.delete(roomId)
    void load(roomId)
  })
})

let userId: string | undefined
session.subscribe(() => {
  if (session.get().user?.id === userId) return
  userId = session.get().user?.id
  positions.set({})
})
