import type { ReactNode } from 'react'
import { useWords } from '../../kernel/words'
import { StatusDot } from '../../ui/StatusDot/StatusDot'
import { usePresence } from './usePresence'
import { words } from './words'

interface Props {
  userId: string
  /** Of the avatar inside, in px. */
  size: 36 | 40 | 44 | 48 | 64 | 72
  children: ReactNode
}

/** An avatar with the presence of its person; of oneself there is none. */
export function WithPresence({ userId, size, children }: Props) {
  const w = useWords(words)
  const status = usePresence([userId])[userId]?.status
  const shown = status === 'online' || status === 'away' ? status : undefined
  return (
    <StatusDot status={shown} label={shown && w[shown]} size={size}>
      {children}
    </StatusDot>
  )
}
