import type { ReactNode } from 'react'
import { Box, Scroll, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import { Layer } from '../Layer/Layer'
import '../Sheet/Sheet.scss'
import './TallSheet.scss'

interface Props {
  title: string
  closeLabel: string
  onClose: () => void
  /** Between the title and what scrolls. */
  head?: ReactNode
  /** Called near the end, to load more. */
  onEnd?: () => void
  children: ReactNode
  foot?: ReactNode
}

/** A sheet with a title that holds a list or a long text. */
export const TallSheet = ({ title, closeLabel, onClose, head, onEnd, children, foot }: Props) => (
  <Layer role="dialog" label={title} scrim className="sheet tall" onClose={onClose}>
    <Box className="tall-head">
      <Text className="tall-title one-line" heading={2}>
        {title}
      </Text>
      <Tap className="hit" label={closeLabel} onTap={onClose}>
        <Icon name="close" size={20} />
      </Tap>
    </Box>
    {head}
    <Scroll className="tall-list" onEnd={onEnd}>
      {children}
    </Scroll>
    {foot && <Box className="tall-foot">{foot}</Box>}
  </Layer>
)
