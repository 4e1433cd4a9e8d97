import type { ReactNode } from 'react'
import { Box } from '../elements'
import './StatusDot.scss'

interface Props {
  /** Nothing is shown of who is offline, or unknown. */
  status?: 'online' | 'away'
  /** The same in words, for those who cannot see it. */
  label?: string
  /** Of the avatar, in px: the dot stands at its lower right. */
  size: 36 | 40 | 44 | 48 | 64 | 72
  children: ReactNode
}

/** An avatar with a dot that says whether its person is there. */
export const StatusDot = ({ status, label, size, children }: Props) => (
  <Box className="dotted">
    {children}
    {status && <Box className={`dot dot-${status} dot-at-${size}`} role="img" label={label} />}
  </Box>
)
