import type { ReactNode } from 'react'

export interface LayerProps {
  role: 'dialog' | 'menu' | 'alertdialog'
  label: string
  /** Darkens what is behind. */
  scrim?: boolean
  className?: string
  onClose: () => void
  children: ReactNode
}
