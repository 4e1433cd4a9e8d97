import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useMemo, useState, type ReactNode } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { words } from './words'

/** What someone else said can be reported; `sheet` asks how, for one message. */
export function useReportPart(
  myId: string,
  sheet: (message: Message, close: () => void) => ReactNode,
): TalkPart {
  const w = useWords(words)
  const [reported, setReported] = useState<Message | null>(null)
  return useMemo(
    () => ({
      acts: message =>
        message.senderId === myId
          ? []
          : [{ key: 'report', name: w.report, icon: 'alert', order: 90, run: () => setReported(message) }],
      overlay: reported && sheet(reported, () => setReported(null)),
    }),
    [w, myId, reported, sheet],
  )
}
