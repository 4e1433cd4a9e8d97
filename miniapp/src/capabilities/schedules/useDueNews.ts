/** Telling of what has come due, wherever one is. */
import type { Reminder } from '@community-chat/shared/capabilities/schedules/contract'
import { useEffect, useRef } from 'react'
import { useWords } from '../../kernel/words'
import { toast } from '../../ui/Toast/toast'
import { turned, useRows } from './schedules'
import { words } from './words'

interface Use {
  /** Leads to the message of a reminder. */
  onMessage: (roomId: string, messageId: string) => void
  /** Shows all that is planned. */
  onAll: () => void
}

/** A toast when a reminder comes due or a message failed, with the way to it. */
export function useDueNews({ onMessage, onAll }: Use): void {
  const w = useWords(words)
  const rows = useRows()
  const before = useRef(rows)
  const on = useRef({ onMessage, onAll })
  on.current = { onMessage, onAll }
  useEffect(() => {
    const due = turned(before.current, rows, 'due') as (Reminder & { id: string })[]
    const failed = turned(before.current, rows, 'failed')
    before.current = rows
    const [first] = due
    const open = (run: () => void) => ({ name: w.open, run })
    if (failed.length > 0)
      toast(
        w.hasFailed,
        open(() => on.current.onAll()),
      )
    else if (due.length > 1)
      toast(
        w.areDue(due.length),
        open(() => on.current.onAll()),
      )
    else if (first) {
      const { roomId, messageId, note } = first
      const run = () => (roomId && messageId ? on.current.onMessage(roomId, messageId) : on.current.onAll())
      toast(w.isDue(note || w.message), open(run))
    }
  }, [rows, w])
}
