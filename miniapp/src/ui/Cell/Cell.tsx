import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import './Cell.scss'

/** Settings that belong together, on one card. */
export const Group = ({ title, note, children }: { title?: string; note?: string; children: ReactNode }) => (
  <Box className="group">
    {title && (
      <Box className="group-title" heading={2}>
        {title}
      </Box>
    )}
    <Box className="group-card">{children}</Box>
    {note && <Box className="group-note">{note}</Box>}
  </Box>
)

interface Props {
  icon?: IconName
  name: string
  /** What it is set to now. */
  value?: string
  /** Instead of the value and the arrow: a switch, a button. */
  end?: ReactNode
  danger?: boolean
  /** One of several: shows a tick and is told as a radio. */
  chosen?: boolean
  last?: boolean
  onTap?: () => void
}

/** One line of settings. */
export const Cell = ({ icon, name, value, end, danger, chosen, last, onTap }: Props) => {
  const inside = (
    <>
      {icon && (
        <Box className="cell-icon">
          <Icon name={icon} size={20} />
        </Box>
      )}
      <Text className="cell-name">{name}</Text>
      {value !== undefined && <Text className="cell-value">{value}</Text>}
      {end}
      {chosen !== undefined ? (
        <Box className="cell-tick">{chosen && <Icon name="check" size={20} />}</Box>
      ) : (
        onTap && !end && !danger && <Icon name="right" size={16} className="cell-arrow" />
      )}
      {!last && <Box className={`cell-hair ${icon ? '' : 'cell-hair-plain'}`} />}
    </>
  )
  const looks = `cell ${danger ? 'cell-danger' : ''}`
  if (!onTap) return <Box className={looks}>{inside}</Box>
  return (
    <Tap className={looks} onTap={onTap} role={chosen === undefined ? undefined : 'radio'} checked={chosen}>
      {inside}
    </Tap>
  )
}
