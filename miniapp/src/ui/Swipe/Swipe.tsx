import type { ReactNode } from 'react'
import { Drag } from '../Drag/Drag'
import { Box, Tap, Text } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import './Swipe.scss'

export interface SwipeAct {
  key: string
  name: string
  icon: IconName
  looks: 'slate' | 'ochre' | 'red'
  run: () => void
}

interface Props {
  acts: readonly SwipeAct[]
  open: boolean
  /** Dragged open, or closed again. */
  onOpen: (open: boolean) => void
  children: ReactNode
}

/** Width of one act, in px. */
const width = 68

/** A row that a finger drags to the left, to what can be done with it. */
export const Swipe = ({ acts, open, onOpen, children }: Props) => (
  <Box className="swipe">
    {open ? (
      <Box className="swipe-acts">
        {acts.map(({ key, name, icon, looks, run }) => (
          <Tap
            key={key}
            className={`swipe-act swipe-${looks}`}
            onTap={() => {
              onOpen(false)
              run()
            }}
          >
            <Icon name={icon} size={22} />
            <Text>{name}</Text>
          </Tap>
        ))}
      </Box>
    ) : (
      <Box className="swipe-peek" silent />
    )}
    <Drag className="swipe-drag" follows onDrag={way => onOpen(way < 0)}>
      <Box
        className="swipe-body"
        style={open ? { transform: `translateX(-${acts.length * width}px)` } : undefined}
      >
        {children}
      </Box>
    </Drag>
  </Box>
)
