import type { ReactNode } from 'react'
import { Box } from '../elements'
import type { Place } from '../elements.types'
import { Layer } from '../Layer/Layer'
import { place } from '../Menu/place'
import { screenSize } from '../screen'
import './Popover.scss'

interface Props {
  label: string
  at: Place
  /** In px; what is larger than the screen is cut to it. */
  size: { width: number; height: number }
  onClose: () => void
  children: ReactNode
}

/** Something that floats beside what opened it. */
export function Popover({ label, at, size, onClose, children }: Props) {
  const screen = screenSize()
  const width = Math.min(size.width, screen.width - 24)
  const height = Math.min(size.height, screen.height - 24)
  const { left, top } = place(at, { width, height }, screen)
  return (
    <Layer role="dialog" label={label} className="layer-holder" onClose={onClose}>
      <Box
        className="popover"
        style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }}
      >
        {children}
      </Box>
    </Layer>
  )
}
