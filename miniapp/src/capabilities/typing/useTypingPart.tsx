import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { typingUpTo } from '@community-chat/shared/capabilities/typing/contract'
import { useMemo } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { TypingRow } from './TypingRow'
import { useTyping, useTypingSignal } from './useTyping'

/** Tells that I am typing, and shows who else is. */
export function useTypingPart(
  room: { id: string; memberCount: number },
  people: Record<string, Person | undefined>,
): TalkPart {
  const typing = useTyping(room.id)
  const { typed } = useTypingSignal(room.id, room.memberCount > 1 && room.memberCount <= typingUpTo)
  return useMemo(
    () => ({ onTyped: typed, foot: <TypingRow people={typing.flatMap(id => people[id] ?? [])} /> }),
    [typed, typing, people],
  )
}
