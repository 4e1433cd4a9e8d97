/** What called me in a room and was not on the screen yet, to be visited one by one. */
import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { calls } from '@community-chat/shared/protocol/calls'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { call, useConnections } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { usePush } from '../../kernel/hooks'

const none: readonly Message[] = []

const isCalled = (roomId: string): boolean => theDevice()?.get().replica.rooms[roomId]?.mention ?? false

/** The oldest first; `above` is how far I had read when the room was opened, null where nothing is to be visited. */
export function useUnreadCalls(roomId: string, above: number | null) {
  const connections = useConnections()
  const [left, setLeft] = useState(none)
  const seen = useRef(new Set<string>())
  // Looked at before anything was on the screen: what stands there counts as read at once.
  const wasCalled = useMemo(() => above !== null && isCalled(roomId), [roomId, above])

  const add = useCallback((more: readonly Message[]) => {
    setLeft(old => {
      const fresh = more.filter(({ id }) => !seen.current.has(id) && old.every(one => one.id !== id))
      return fresh.length > 0 ? [...old, ...fresh].sort((a, b) => a.seq - b.seq) : old
    })
  }, [])
  const onSeen = useCallback((shown: readonly { id: string }[]) => {
    for (const { id } of shown) seen.current.add(id)
    setLeft(old =>
      old.some(({ id }) => seen.current.has(id)) ? old.filter(({ id }) => !seen.current.has(id)) : old,
    )
  }, [])

  useEffect(() => {
    seen.current = new Set()
    setLeft(none)
  }, [roomId])
  useEffect(() => {
    if (above === null || connections === 0 || !(wasCalled || isCalled(roomId))) return
    let isLatest = true
    void call(mentions.routes.unread, { roomId, after: above })
      .then(({ items }) => isLatest && add(items))
      .catch(() => undefined)
    return () => {
      isLatest = false
    }
  }, [roomId, above, connections, wasCalled, add])
  usePush(messages.pushes.created, ({ message }) => {
    const replica = theDevice()?.get().replica
    if (above !== null && replica && message.roomId === roomId && calls(message, replica)) add([message])
  })
  usePush(messages.pushes.deleted, ({ message }) => onSeen([message]))
  return { left, onSeen }
}
