import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import './TopBar.scss'

interface Props {
  icon: IconName
  /** A word or two before the line. */
  lead?: string
  line: string
  label: string
  onTap: () => void
  /** Stands at the end, instead of an arrow. */
  end?: ReactNode
}

/** One line under the head of a room, and where it leads. */
export const TopBar = ({ icon, lead, line, label, onTap, end }: Props) => (
  <Box className="top-bar">
    <Tap className="top-bar-main" label={label} onTap={onTap}>
      <Icon name={icon} size={18} className="top-bar-icon" />
      {lead && <Text className="top-bar-lead">{lead}</Text>}
      <Text className="top-bar-words one-line">{line}</Text>
      {!end && <Icon name="right" size={16} className="top-bar-arrow" />}
    </Tap>
    {end}
  </Box>
)
