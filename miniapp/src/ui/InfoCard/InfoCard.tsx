import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import './InfoCard.scss'

interface Props {
  /** Over the words. */
  top?: ReactNode
  /** Beside the words. */
  face?: ReactNode
  title: string
  text?: string
  /** What kind of card it is. */
  foot?: string
  label: string
  onTap?: () => void
}

/** Someone or somewhere, as a card in a bubble. */
export const InfoCard = ({ top, face, title, text, foot, label, onTap }: Props) => {
  const inside = (
    <>
      {top}
      <Box className="info-main">
        {face}
        <Box className="info-words">
          <Text className="info-title one-line">{title}</Text>
          {text && <Text className="info-text one-line">{text}</Text>}
        </Box>
      </Box>
      {foot && <Text className="info-foot">{foot}</Text>}
    </>
  )
  return onTap ? (
    <Tap className="info-card" label={label} onTap={onTap}>
      {inside}
    </Tap>
  ) : (
    <Box className="info-card" label={label}>
      {inside}
    </Box>
  )
}
