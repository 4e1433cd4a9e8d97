import { memo, type ReactNode } from 'react'
import { Box, Link, Tap, Text } from '../elements'
import type { Place } from '../elements.types'
import { Icon } from '../Icon/Icon'
import { isJumbo, segments } from './segments'
import './Bubble.scss'

/** Where a bubble stands among those of the same sender. */
export type Corner = 'first' | 'mid' | 'last' | 'solo'
/** `sending` shows only once it lasted 400 ms. */
export type BubbleState = 'sent' | 'sending' | 'waiting' | 'failed'

interface Props {
  text: string
  corner: Corner
  mine: boolean
  /** The sender's avatar beside the first of a group. */
  face?: ReactNode
  onFace?: () => void
  faceLabel?: string
  /** The sender's name above the first of a group. */
  name?: ReactNode
  edited?: string
  state: BubbleState
  stateLabel?: string
  label: string
  fresh?: boolean
  /** Its menu is open: it stays lit above the scrim. */
  held?: boolean
  onRetry?: () => void
  onHold?: (place: Place) => void
  hover?: ReactNode
  /** What stands under it, its reactions for example. */
  below?: ReactNode
}

/** One message, said by someone. */
export const Bubble = memo(function Bubble(props: Props) {
  const { text, corner, mine, face, onFace, faceLabel, name, edited, label, fresh, held, onHold, hover } =
    props
  const begins = corner === 'first' || corner === 'solo'
  const jumbo = isJumbo(text)
  return (
    <Box
      className={`m m-${corner} ${mine ? 'm-out' : 'm-in'} ${begins ? '' : 'm-next'} ${fresh ? (mine ? 'm-rise' : 'm-fade') : ''}`}
    >
      {!mine && begins && face && (
        <Tap className="m-face" label={faceLabel} onTap={onFace}>
          {face}
        </Tap>
      )}
      {mine && <Status {...props} />}
      <Box className="m-body">
        {name && begins && !mine && <Box className="m-name">{name}</Box>}
        <Box
          className={`bub ${jumbo ? 'bub-jumbo' : ''} ${held ? 'bub-held' : ''}`}
          role="article"
          label={label}
          onHold={onHold}
        >
          <Said text={text} />
          {edited && <Text className="bub-edited">{edited}</Text>}
        </Box>
        {hover}
        {props.below}
      </Box>
    </Box>
  )
})

const Said = memo(({ text }: { text: string }) => (
  <Text className="bub-text">
    {segments(text).map((piece, n) =>
      piece.href ? (
        <Link key={n} className="bub-link" href={piece.href}>
          {piece.text}
        </Link>
      ) : (
        piece.text
      ),
    )}
  </Text>
))

const Status = ({ state, stateLabel, onRetry }: Props) => {
  if (state === 'failed') {
    return (
      <Tap className="m-fail" label={stateLabel} onTap={onRetry}>
        <Box className="m-fail-mark">
          <Icon name="alert" size={16} />
        </Box>
      </Tap>
    )
  }
  if (state === 'waiting') {
    return (
      <Box className="m-state" role="img" label={stateLabel}>
        <Icon name="clock" size={16} />
      </Box>
    )
  }
  return state === 'sending' ? <Box className="spin m-spin" role="img" label={stateLabel} /> : null
}
