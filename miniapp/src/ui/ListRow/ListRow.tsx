import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import type { Place } from '../elements.types'
import './ListRow.scss'

interface Props {
  /** By which the keyboard finds it. */
  id?: string
  face: ReactNode
  name: ReactNode
  /** Right of the name. */
  time?: string
  line?: ReactNode
  /** Right of the second line, or of the whole row where there is no time. */
  end?: ReactNode
  bold?: boolean
  selected?: boolean
  /** One of several, and whether it is chosen. */
  checked?: boolean
  low?: boolean
  /** Stays on top of its list. */
  pinned?: boolean
  /** Everything the row says, in one sentence. */
  label?: string
  role?: string
  onTap?: () => void
  /** Long press on a phone, right click with a mouse. */
  onHold?: (place: Place) => void
}

/** A person or a place in a list. */
export const ListRow = ({
  face,
  name,
  time,
  line,
  end,
  bold,
  low,
  pinned,
  onTap,
  onHold,
  ...spoken
}: Props) => {
  const inside = (
    <>
      {face}
      <Box className="list-row-main">
        <Box className="list-row-top">
          <Box className={`list-row-name ${bold ? 'list-row-bold' : ''}`}>{name}</Box>
          {time && <Text className="list-row-time">{time}</Text>}
        </Box>
        {line !== undefined && (
          <Box className={`list-row-bottom ${bold ? 'list-row-dark' : ''}`}>
            <Box className="list-row-line">{line}</Box>
            {time && end}
          </Box>
        )}
      </Box>
      {!time && end}
    </>
  )
  const looks = `list-row ${low ? 'list-row-low' : ''} ${pinned ? 'list-row-pinned' : ''} ${spoken.selected ? 'list-row-selected' : ''}`
  if (!onTap) return <Box className={`${looks} list-row-still`}>{inside}</Box>
  return (
    <Tap className={looks} onTap={onTap} onHold={onHold} {...spoken}>
      {inside}
    </Tap>
  )
}
