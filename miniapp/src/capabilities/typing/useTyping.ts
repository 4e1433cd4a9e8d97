/** Who is typing, and telling that I am. */
import { typing } from '@community-chat/shared/capabilities/typing/contract'
import { useEffect, useMemo } from 'react'
import { call, client } from '../../kernel/client'
import { transport } from '../../kernel/platform/transport'
import { useStore } from '../../kernel/store'
import { createSignal, type Signal } from './signal'
import { typers, type Typers } from './typers'

const nobody: readonly string[] = []

/** The ids of those typing in a room, in the order they began; never oneself. */
export const useTyping = (roomId: string): readonly string[] => useStore(typers)[roomId] ?? nobody

/** Who is typing in each room where anybody is, in the order they began. */
export const useAllTyping = (): Typers => useStore(typers)

/** Tells a room that I am typing; `told` false where nobody would hear it. It stops when the component goes. */
export function useTypingSignal(roomId: string, told: boolean): Signal {
  const signal = useMemo(
    () =>
      createSignal(transport, isTyping => {
        if (told && client.state() === 'open')
          void call(typing.routes.set, { roomId, isTyping }).catch(() => undefined)
      }),
    [roomId, told],
  )
  useEffect(() => signal.stop, [signal])
  return signal
}
