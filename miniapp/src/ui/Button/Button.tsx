import type { ReactNode } from 'react'
import { Tap } from '../elements'
import './Button.scss'

interface Props {
  kind?: 'filled' | 'tint' | 'soft' | 'outline' | 'danger' | 'plain'
  size?: 48 | 40 | 32
  block?: boolean
  busy?: boolean
  disabled?: boolean
  submit?: boolean
  label?: string
  className?: string
  onTap?: () => void
  children: ReactNode
}

/** A verb to tap; while busy it keeps its place and its words, and does nothing twice. */
export const Button = ({
  kind = 'filled',
  size = 48,
  block,
  busy,
  disabled,
  className = '',
  onTap,
  ...rest
}: Props) => (
  <Tap
    className={`btn btn-${kind} btn-${size} ${block ? 'btn-block' : ''} ${busy ? 'btn-busy' : ''} ${className}`}
    disabled={disabled}
    onTap={busy ? undefined : onTap}
    {...rest}
  />
)
