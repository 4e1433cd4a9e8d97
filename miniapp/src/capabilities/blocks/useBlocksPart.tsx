import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useMemo } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { BlockedBar } from './BlockedBar'
import { useBlocked } from './useBlocks'
import { words } from './words'

/**
 * In a room of many, what people I blocked say is folded away. With `peer`, the other one of a direct room, nothing is;
 * where I blocked them I cannot write to them.
 */
export function useBlocksPart(peer: Person | null): TalkPart {
  const w = useWords(words)
  const blocked = useBlocked()
  return useMemo(() => {
    if (peer) return blocked.has(peer.id) ? { closed: <BlockedBar person={peer} /> } : {}
    if (blocked.size === 0) return {}
    return { folds: { has: ({ senderId }) => blocked.has(senderId), words: w.folded, open: w.unfold } }
  }, [blocked, peer, w])
}
