import type { ReactNode } from 'react'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import { Pill } from '../../ui/Pill/Pill'
import { words } from './words'

interface Props {
  /** How many were unread when the room was opened; 0 once the first of them was seen. */
  unread: number
  /** The end is out of sight, and how many came there since. */
  away: boolean
  fresh: number
  onUnread: () => void
  onEnd: () => void
  /** Ways that others add, below the first. */
  children?: ReactNode
}

/** The short ways over the messages: up to what is unread, down to what is new. */
export function TalkPills({ unread, away, fresh, onUnread, onEnd, children }: Props) {
  const w = useWords(words)
  return (
    <>
      <Box className="pills-up">
        {unread > 0 && (
          <Pill way="up" words={w.unreadCount(unread)} label={w.toUnread(unread)} onTap={onUnread} />
        )}
        {children}
      </Box>
      {away && (
        <Pill
          way="down"
          words={fresh > 0 ? w.newCount(fresh) : undefined}
          label={fresh > 0 ? w.toNew(fresh) : w.toEnd}
          onTap={onEnd}
        />
      )}
    </>
  )
}
