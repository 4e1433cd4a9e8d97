/** What a room's head says below its name about this very moment. */
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo } from 'react'
import { presenceLine } from '../../capabilities/presence/line'
import { usePresence } from '../../capabilities/presence/usePresence'
import { words as presenceWords } from '../../capabilities/presence/words'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { isDirect } from '../../capabilities/rooms/place'
import { useTyping } from '../../capabilities/typing/useTyping'
import { words as typingWords } from '../../capabilities/typing/words'
import { useLanguage, useWords } from '../../kernel/words'

/** Who is typing; else, in a direct room, how the other person is; empty where there is nothing to say. */
export function useRoomNews(roomId: string, room: Room | null): string {
  const typing = useTyping(roomId)
  const people = usePeople(typing)
  const w = useWords(presenceWords)
  const say = useWords(typingWords)
  const { language } = useLanguage()
  const peer = room && isDirect(room) ? room.peer : null
  const watched = useMemo(() => (peer ? [peer.id] : []), [peer?.id])
  const presence = usePresence(watched)
  const names = typing.flatMap(id => people[id]?.displayName ?? [])
  if (peer && typing.includes(peer.id)) return say.now
  if (names.length > 0) return say.typing(names)
  return peer ? presenceLine(presence[peer.id], w, Date.now(), language) : ''
}
