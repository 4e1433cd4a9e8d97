import type { ReactNode } from 'react'
import { Box, Image } from '../elements'
import './EmptyState.scss'

interface Props {
  art?: string
  title: string
  text?: string
  children?: ReactNode
}

/** A place with nothing in it yet: what could be here, and one thing to do. */
export const EmptyState = ({ art, title, text, children }: Props) => (
  <Box className="empty">
    {art && <Image className="empty-art" src={art} alt="" />}
    <Box className="empty-title" heading={2}>
      {title}
    </Box>
    {text && <Box className="empty-text">{text}</Box>}
    {children && <Box className="empty-acts">{children}</Box>}
  </Box>
)
