/** Leading the reader to a message: loaded or not, and lit up once it is in sight. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { call } from '../../kernel/client'
import { useFaultText } from '../../kernel/faults'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import type { FeedHandle } from '../../ui/Feed/Feed.types'
import { toast } from '../../ui/Toast/toast'
import type { FeedRow } from './rows'
import type { RoomMessages } from './useRoomMessages'
import { words } from './words'

const litFor = 1_200

interface Goal {
  messageId: string
  /** Its place in the room; absent while nobody knows. */
  seq?: number
  /** The rows around it were asked for. */
  asked: boolean
}

/** `open` shows a folded row, in which the message may be. */
export function useGoing(
  talk: RoomMessages,
  rows: readonly FeedRow[],
  feed: RefObject<FeedHandle>,
  open: (item: FeedRow) => void,
  parts: readonly Pick<TalkPart, 'elsewhere'>[],
) {
  const w = useWords(words)
  const [goal, setGoal] = useState<Goal | null>(null)
  const [lit, setLit] = useState<string | null>(null)
  const latest = useRef({ talk, rows, parts })
  latest.current = { talk, rows, parts }

  const miss = useCallback(() => {
    setGoal(null)
    toast(w.goneHere)
  }, [w])
  const ask = useCallback(
    async ({ messageId, seq }: Goal) => {
      const isLatest = (goal: Goal | null) => goal?.messageId === messageId
      try {
        const found = seq === undefined ? await call(messages.routes.get, { messageId }) : null
        if (found && latest.current.parts.some(part => part.elsewhere?.(found))) return setGoal(null)
        const place = found?.seq ?? seq!
        setGoal(goal => (isLatest(goal) ? { messageId, seq: place, asked: true } : goal))
        await latest.current.talk.jumpTo(place)
      } catch {
        miss()
      }
    },
    [miss],
  )
  useEffect(() => {
    if (!goal || talk.loading) return
    const found = rowOf(goal.messageId, talk, rows)
    if (!found) {
      if (!goal.asked) {
        setGoal({ ...goal, asked: true })
        void ask(goal)
      } else if (goal.seq !== undefined && holds(talk, goal.seq)) miss()
    } else if (found.kind === 'folded') open(found)
    else if (feed.current?.toRow(found.key)) {
      setGoal(null)
      setLit(found.key)
      if (found.kind === 'husk') toast(w.goneHere)
    }
  }, [goal, talk.loading, talk.rows, rows])
  useEffect(() => {
    if (lit === null) return
    const timer = setTimeout(() => setLit(null), litFor)
    return () => clearTimeout(timer)
  }, [lit])

  const toMessage = useCallback((messageId: string, seq?: number) => {
    setLit(null)
    setGoal({ messageId, seq, asked: false })
  }, [])
  return { lit, toMessage }
}

/** The way to the first message that was unread. */
export function useUnread(
  talk: RoomMessages,
  rows: readonly FeedRow[],
  unreadKey: string | null,
  feed: RefObject<FeedHandle>,
): () => void {
  const faultText = useFaultText()
  const wanted = useRef(false)
  // The rows around a seq come later than the wish to see them.
  useEffect(() => {
    if (wanted.current && unreadKey && feed.current?.toRow(unreadKey)) wanted.current = false
  }, [rows, unreadKey])
  return () => {
    if (unreadKey && feed.current?.toRow(unreadKey)) return
    wanted.current = true
    talk.jumpTo(talk.readSeq).catch(error => toast(faultText(error as { code: string })))
  }
}

/** The row that shows a message, or the one it is folded into. */
function rowOf(id: string, talk: RoomMessages, rows: readonly FeedRow[]): FeedRow | undefined {
  const key = talk.rows.find(row => row.message?.id === id)?.key
  return key === undefined ? undefined : rows.find(item => item.key === key || item.inside?.includes(key))
}

/** True where what is loaded reaches over this place of the room. */
const holds = ({ rows }: RoomMessages, seq: number) =>
  rows.some(row => (row.message?.seq ?? 0) >= seq) && (rows[0]?.message?.seq ?? Infinity) <= seq
