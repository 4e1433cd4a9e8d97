import { memo, type ReactNode } from 'react'
import { Drag } from '../Drag/Drag'
import { Box, Link, Tap, Text } from '../elements'
import type { Place } from '../elements.types'
import { Icon } from '../Icon/Icon'
import { isJumbo, segments, type Span } from './segments'
import './Bubble.scss'

/** Where a bubble stands among those of the same sender. */
export type Corner = 'first' | 'mid' | 'last' | 'solo'
/** `sending` shows only once it lasted 400 ms. */
export type BubbleState = 'sent' | 'sending' | 'waiting' | 'failed'

interface Props {
  /** What is said, as words; empty where `content` shows it. */
  text: string
  /** Parts of the text that mean something. */
  spans?: readonly Span[]
  /** What is said, where it is more than words. */
  content?: ReactNode
  /** Inside the bubble, over and under what is said. */
  over?: ReactNode
  under?: ReactNode
  corner: Corner
  mine: boolean
  /** The sender's avatar beside the first of a group. */
  face?: ReactNode
  onFace?: () => void
  onFaceHold?: () => void
  faceLabel?: string
  /** The sender's name above the first of a group. */
  name?: ReactNode
  /** The word for it, where it was changed, and what a tap on that shows. */
  edited?: string
  onEdited?: () => void
  state: BubbleState
  stateLabel?: string
  label: string
  fresh?: boolean
  /** Someone was led here: it shows for a moment. */
  lit?: boolean
  /** It is meant for the reader. */
  ring?: boolean
  /** Its menu is open: it stays lit above the scrim. */
  held?: boolean
  onRetry?: () => void
  onHold?: (place: Place) => void
  /** Dragged sideways by a finger. */
  onDrag?: () => void
  /** A key pressed while it has the focus; true where it is used up. */
  onKey?: (key: string, place: Place) => boolean
  hover?: ReactNode
  /** What stands under it, its reactions for example. */
  below?: ReactNode
  /** What stands on the left of my own once it is sent. */
  beside?: ReactNode
}

/** One message, said by someone. */
export const Bubble = memo(function Bubble(props: Props) {
  const { text, spans, content, corner, mine, face, onFace, faceLabel, name, label, fresh, held, onHold } =
    props
  const begins = corner === 'first' || corner === 'solo'
  // A picture of words alone has nothing of its own under it, whatever stands ready there.
  const bare = !props.over && !content && !spans?.length
  const whole = content && !props.over && !props.under ? 'bub-whole' : ''
  const kind = content ? `bub-content ${whole}` : bare && isJumbo(text) ? 'bub-jumbo' : ''
  return (
    <Drag
      follows
      onDrag={props.onDrag}
      className={`m m-${corner} ${mine ? 'm-out' : 'm-in'} ${begins ? '' : 'm-next'} ${props.lit ? 'm-lit' : fresh ? (mine ? 'm-rise' : 'm-fade') : ''}`}
    >
      {!mine && begins && face && (
        <Tap className="m-face" label={faceLabel} onTap={onFace} onHold={props.onFaceHold}>
          {face}
        </Tap>
      )}
      {mine && <Status {...props} />}
      <Box className="m-body">
        {name && begins && !mine && <Box className="m-name">{name}</Box>}
        <Box className="bub-line">
          {props.state === 'sent' && props.beside && <Box className="m-beside">{props.beside}</Box>}
          <Box
            className={`bub ${kind} ${held ? 'bub-held' : ''} ${props.ring ? 'bub-ring' : ''} ${props.edited ? 'bub-changed' : ''}`}
            role="article"
            label={label}
            onHold={onHold}
            onKey={props.onKey}
          >
            {props.over}
            {content ?? <Said text={text} spans={spans} />}
            {props.edited && (
              <Tap className="bub-edited" onTap={props.onEdited}>
                {props.edited}
              </Tap>
            )}
            {props.under}
          </Box>
        </Box>
        {props.hover}
        {props.below}
      </Box>
    </Drag>
  )
})

const Said = memo(({ text, spans }: { text: string; spans?: readonly Span[] }) => (
  <Text className="bub-text">
    {segments(text, spans).map(({ text, href, className, onTap }, n) =>
      href ? (
        <Link key={n} className={`bub-link ${className ?? ''}`} href={href}>
          {text}
        </Link>
      ) : onTap ? (
        <Tap key={n} className={`bub-span ${className}`} onTap={onTap}>
          {text}
        </Tap>
      ) : className ? (
        <Text key={n} className={className}>
          {text}
        </Text>
      ) : (
        text
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
  if (state === 'sending') return <Box className="spin m-spin" role="img" label={stateLabel} />
  return null
}
