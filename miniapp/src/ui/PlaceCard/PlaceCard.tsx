import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import './PlaceCard.scss'

interface Props {
  face: ReactNode
  name: string
  /** What it is about, on one line. */
  text?: string
  /** How many are in it. */
  count: string
  /** The one thing to do with it. */
  end: ReactNode
  onTap?: () => void
}

/** A place to discover: what it is, and how to come in. */
export const PlaceCard = ({ face, name, text, count, end, onTap }: Props) => {
  const inside = (
    <>
      {face}
      <Box className="place-words">
        <Text className="place-name one-line">{name}</Text>
        {text && <Text className="place-text one-line">{text}</Text>}
        <Text className="place-count">{count}</Text>
      </Box>
    </>
  )
  return (
    <Box className="place-card">
      {onTap ? (
        <Tap className="place-main" onTap={onTap}>
          {inside}
        </Tap>
      ) : (
        <Box className="place-main">{inside}</Box>
      )}
      {end}
    </Box>
  )
}
