import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo, useState } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { later } from '../../ui/later'
import { countsOf } from './counts'
import { CountMark, ReadMark } from './ReceiptMark'
import { useReceipts } from './useReceipts'

const ReadersSheet = later(() => import('./ReadersSheet').then(file => file.ReadersSheet))

/** Beside what I said, whether the others have read it. */
export function useReceiptPart(room: Room, onPerson: (userId: string) => void): TalkPart {
  const known = useReceipts(room)
  const [shown, setShown] = useState<Message | null>(null)
  const isDirect = room.type === 'direct_message'
  const row = useMemo(
    (): TalkPart => ({
      beside: message => {
        if (!known || message.type === 'system' || (message.threadId && !message.alsoToRoom)) return null
        const { read, all } = countsOf(known, message)
        if (all === 0) return null
        if (isDirect) return <ReadMark isRead={read > 0} />
        return <CountMark read={read} all={all} onTap={() => setShown(message)} />
      },
    }),
    [known, isDirect],
  )
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
