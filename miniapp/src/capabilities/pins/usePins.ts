/** What is pinned in a room, live. */
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { mostPins, pin, pins } from '@community-chat/shared/capabilities/pins/contract'
import { useMemo, useState } from 'react'
import { call } from '../../kernel/client'
import { usePush, useQuery } from '../../kernel/hooks'

const none: readonly Message[] = []
const { updated, deleted } = messages.pushes

/** The pinned messages, last pinned first; none while they are not known. */
export function usePins(roomId: string): readonly Message[] {
  const { data, reload } = useQuery(pins.routes.list, { roomId, limit: mostPins })
  const [newer, setNewer] = useState<Readonly<Record<string, Message>>>({})
  // By what the message says, not by the cause: news that another server wrote come without one.
  const hear = ({ message }: { message: Message }) => {
    if (message.roomId !== roomId || !data) return
    const isListed = data.items.some(one => one.id === message.id)
    if (isListed !== (pin.of(message) !== null)) void reload()
    else if (isListed) setNewer(old => ({ ...old, [message.id]: message }))
  }
  usePush(updated, hear)
  usePush(deleted, hear)
  return useMemo(
    () => data?.items.map(one => ((newer[one.id]?.rev ?? 0) > one.rev ? newer[one.id]! : one)) ?? none,
    [data, newer],
  )
}

/** Pins a message for everyone in its room. */
export const addPin = (messageId: string) => call(pins.routes.add, { messageId })
/** Takes a pin off. */
export const removePin = (messageId: string) => call(pins.routes.remove, { messageId })
