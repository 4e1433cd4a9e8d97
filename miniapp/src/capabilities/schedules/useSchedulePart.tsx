import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Saying } from '@community-chat/shared/protocol/outbox'
import { useMemo, useState } from 'react'
import { newId } from '../../kernel/platform/random'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { Note } from './Note'
import { plan, remind, useSchedules } from './schedules'
import { words } from './words'

const PlanSheet = later(() => import('./PlanSheet').then(file => file.PlanSheet))

type Open =
  | { what: 'send'; saying: Saying; clientId: string; taken: () => void }
  | { what: 'remind'; message: Message; clientId: string }

interface Use {
  roomId: string
  /** The thread that is written to. */
  threadId?: string
  /** Shows all that is planned. */
  onAll: () => void
}

/** Holding the send button sends later; a message can remind me of itself; a line says what waits here. */
export function useSchedulePart({ roomId, threadId, onAll }: Use): TalkPart {
  const w = useWords(words)
  const all = useSchedules()
  const [open, setOpen] = useState<Open | null>(null)
  const waiting = useMemo(
    () =>
      all.filter(
        one =>
          one.kind === 'message' &&
          one.state === 'waiting' &&
          one.roomId === roomId &&
          one.threadId === threadId,
      ),
    [all, roomId, threadId],
  )
  const row = useMemo(
    (): TalkPart => ({
      onHoldSend: (saying, taken) => setOpen({ what: 'send', saying, clientId: newId(), taken }),
      acts: message =>
        message.seq === 0 || !message.content
          ? []
          : [
              {
                key: 'remind',
                name: w.remindMe,
                icon: 'bell',
                order: 75,
                run: () => setOpen({ what: 'remind', message, clientId: newId() }),
              },
            ],
    }),
    [w],
  )
  return useMemo(
    () => ({
      ...row,
      suggest: () => waiting[0] && <Note count={waiting.length} next={waiting[0].at} onTap={onAll} />,
      overlay: open && (
        <PlanSheet
          kind={open.what}
          onPlan={at =>
            open.what === 'send'
              ? plan(roomId, open.saying, at, open.clientId).then(open.taken)
              : remind({ messageId: open.message.id }, at, open.clientId)
          }
          onClose={() => setOpen(null)}
        />
      ),
    }),
    [row, waiting, open, onAll, roomId],
  )
}
