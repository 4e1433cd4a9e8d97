/** Arranging my list: what I pin, quieten, mark and hide is so on all of my devices. */
import { conversations, places } from '@community-chat/shared/capabilities/conversations/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import { useEffect } from 'react'
import { call, useConnections } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import type { ConversationRow } from './useConversations'

type Change = Omit<Input<typeof conversations.routes.arrange>, 'roomId'>

/** Changes a room's place in my list. */
export async function arrange(roomId: string, change: Change): Promise<void> {
  const row = await call(conversations.routes.arrange, { roomId, ...change })
  theDevice()?.takeOwn(places.name, [row])
}

/** Takes a room from the list until something is said there; what was not read counts as read. */
export function hide({ roomId, lastMessage }: ConversationRow): Promise<void> {
  const seq = lastMessage?.seq ?? 0
  theDevice()?.markRead(roomId, seq)
  return arrange(roomId, { hiddenAt: seq })
}

/** Everything in it counts as read, and it is not marked any more. */
export async function read({ roomId, lastMessage, place }: ConversationRow): Promise<void> {
  if (lastMessage) theDevice()?.markRead(roomId, lastMessage.seq)
  if (place.markedUnread) await arrange(roomId, { markedUnread: false })
}

/** A room that is opened is marked no longer; where there is no connection, as soon as there is one. */
export function useOpened(roomId: string | undefined): void {
  const connections = useConnections()
  useEffect(() => {
    const own = theDevice()?.get().replica.own
    if (roomId && own && places.of(own)[roomId]?.markedUnread)
      void arrange(roomId, { markedUnread: false }).catch(() => undefined)
  }, [roomId, connections])
}
