import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import './ListRow.scss'

interface Props {
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
  /** Everything the row says, in one sentence. */
  label?: string
  role?: string
  onTap?: () => void
}

/** A person or a place in a list. */
export const ListRow = ({ face, name, time, line, end, bold, low, onTap, ...spoken }: Props) => {
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
  const looks = `list-row ${low ? 'list-row-low' : ''} ${spoken.selected ? 'list-row-selected' : ''}`
  if (!onTap) return <Box className={`${looks} list-row-still`}>{inside}</Box>
  return (
    <Tap className={looks} onTap={onTap} {...spoken}>
      {inside}
    </Tap>
  )
}
