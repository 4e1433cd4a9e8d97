/** Who is typing in each room, as this device hears it. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { typing, typingLasts } from '@community-chat/shared/capabilities/typing/contract'
import { client, on } from '../../kernel/client'
import { inFrames } from '../../kernel/frames'
import { transport } from '../../kernel/platform/transport'
import { session } from '../../kernel/session/session'
import { createStore } from '../../kernel/store'

/** The people typing in each room, in the order they began. */
export type Typers = Readonly<Record<string, readonly string[] | undefined>>

export const typers = createStore<Typers>({})
const change = inFrames(typers)

/** The server says when it ends; where that was lost it ends here, a little later. */
const endsAfter = typingLasts + 1_000
const ends = new Map<string, () => void>()

function begin(roomId: string, userId: string): void {
  const key = `${roomId} ${userId}`
  ends.get(key)?.()
  ends.set(
    key,
    transport.after(endsAfter, () => end(roomId, userId)),
  )
  change(all => {
    const there = all[roomId] ?? []
    return there.includes(userId) ? all : { ...all, [roomId]: [...there, userId] }
  })
}

function end(roomId: string, userId: string): void {
  const key = `${roomId} ${userId}`
  if (!ends.has(key)) return
  ends.get(key)!()
  ends.delete(key)
  change(all => {
    const { [roomId]: there = [], ...others } = all
    const left = there.filter(id => id !== userId)
    return left.length > 0 ? { ...others, [roomId]: left } : others
  })
}

on(typing.pushes.started, ({ userId }, roomId) => {
  if (roomId && userId !== session.get().user?.id) begin(roomId, userId)
})
on(typing.pushes.stopped, ({ userId }, roomId) => roomId && end(roomId, userId))
on(messages.pushes.created, ({ message }) => end(message.roomId, message.senderId))
client.onState(() => {
  for (const cancel of ends.values()) cancel()
  ends.clear()
  change(() => ({}))
})
