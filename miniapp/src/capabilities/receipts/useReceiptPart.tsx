import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo, useState } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { countsOf } from './counts'
import { CountMark, ReadMark } from './ReceiptMark'
import { useReceipts } from './useReceipts'
import { words } from './words'

const ReadersSheet = later(() => import('./ReadersSheet').then(file => file.ReadersSheet))

/** Beside what I said, whether the others have read it; a reader of the screen is told the same. */
export function useReceiptPart(room: Room, myId: string, onPerson: (userId: string) => void): TalkPart {
  const w = useWords(words)
  const known = useReceipts(room)
  const [shown, setShown] = useState<Message | null>(null)
  const isDirect = room.type === 'direct_message'
  const row = useMemo((): TalkPart => {
    const marked = (message: Message) => {
      if (!known || message.type === 'system' || (message.threadId && !message.alsoToRoom)) return null
      const counts = countsOf(known, message)
      return counts.all > 0 ? counts : null
    }
    return {
      beside: message => {
        const counts = marked(message)
        if (!counts) return null
        if (isDirect) return <ReadMark isRead={counts.read > 0} />
        return <CountMark {...counts} onTap={() => setShown(message)} />
      },
      spoken: message => {
        const counts = message.senderId === myId ? marked(message) : null
        if (!counts) return undefined
        if (isDirect) return counts.read > 0 ? w.spokenRead : w.spokenUnread
        return w.spoken(counts.read, counts.all)
      },
    }
  }, [known, isDirect, myId, w])
  return useMemo(
    () => ({
      ...row,
      overlay: shown && known && (
        <ReadersSheet
          message={shown}
          {...countsOf(known, shown)}
          onPerson={onPerson}
          onClose={() => setShown(null)}
        />
      ),
    }),
    [row, shown, known, onPerson],
  )
}
