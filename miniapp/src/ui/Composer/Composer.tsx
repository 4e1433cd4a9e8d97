import { useEffect, type ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import type { Place } from '../elements.types'
import { Icon } from '../Icon/Icon'
import { panelHeight, setPanelOpen } from '../keyboard'
import type { WriteProps } from './Composer.types'
import { Write } from './Write'
import './Composer.scss'

/** A button beside the field, and what it is called while what it opens is there. */
export interface ComposerWay {
  label: string
  closeLabel: string
  isOpen: boolean
  onTap: (at: Place) => void
}

interface Props extends WriteProps {
  sendLabel: string
  /** The send button was held. */
  onHoldSend?: () => void
  /** What is written changes something instead of being sent. */
  saves?: boolean
  /** What the text is written to. */
  bar?: { title: string; text: string; cancelLabel: string; onCancel: () => void } | null
  /** Stands over all of it. */
  above?: ReactNode
  hint?: string
  /** With a list beside the room: more stands on the left, and what opens floats. */
  wide: boolean
  /** The way from writing to talking and back; `bar` is what is held to talk while one does. */
  voice?: { label: string; bar?: ReactNode; onTap: () => void }
  emoji?: ComposerWay
  more?: ComposerWay
  /** In place of the keyboard. */
  panel?: ReactNode
}

/** Where one writes, at the foot of a room. */
export const Composer = ({
  sendLabel,
  onHoldSend,
  saves,
  bar,
  above,
  hint,
  wide,
  voice,
  emoji,
  more,
  panel,
  ...write
}: Props) => {
  const isTalking = voice?.bar !== undefined
  const empty = isTalking || write.value.trim() === ''
  const isPanelOpen = panel !== undefined
  useEffect(() => {
    setPanelOpen(isPanelOpen)
    return () => setPanelOpen(false)
  }, [isPanelOpen])
  const plus = more && (
    <Tap
      className="hit composer-way"
      label={more.isOpen ? more.closeLabel : more.label}
      expanded={more.isOpen}
      onTapAt={more.onTap}
    >
      <Icon name={more.isOpen && !wide ? 'close' : 'plus-o'} size={24} />
    </Tap>
  )
  return (
    <Box className="composer">
      {above}
      {bar && <ComposerBar {...bar} icon={saves ? 'edit' : 'quote'} />}
      <Box className={`composer-row ${voice ? 'composer-row-voice' : ''}`}>
        {wide && plus}
        {voice && (
          <Tap className="hit composer-way" label={voice.label} onTap={voice.onTap}>
            <Icon name={isTalking ? 'keyboard' : 'voice'} size={24} />
          </Tap>
        )}
        <Box className={`composer-field ${isTalking ? 'composer-talk' : ''}`}>
          <Box className="composer-write" silent={isTalking || undefined}>
            <Write {...write} resting={panel !== undefined} />
          </Box>
          {isTalking && <Box className="composer-voice">{voice.bar}</Box>}
        </Box>
        {emoji && (
          <Tap
            className="hit composer-way"
            label={emoji.isOpen ? emoji.closeLabel : emoji.label}
            expanded={emoji.isOpen}
            onTapAt={emoji.onTap}
          >
            <Icon name={emoji.isOpen && !wide ? 'keyboard' : 'smile'} size={24} />
          </Tap>
        )}
        {!wide && plus && empty && !saves ? (
          plus
        ) : isTalking ? null : (
          <Tap
            className="hit composer-send-hit"
            label={sendLabel}
            disabled={empty}
            onTap={write.onSend}
            onHold={empty || saves ? undefined : onHoldSend}
          >
            <Box className={`composer-send ${empty ? 'composer-send-off' : ''}`}>
              <Icon name={saves ? 'check' : 'arrow-up'} size={20} />
            </Box>
          </Tap>
        )}
      </Box>
      {hint && <Box className="composer-hint">{hint}</Box>}
      {panel !== undefined && (
        <Box className="composer-panel" style={{ height: `${panelHeight()}px` }}>
          {panel}
        </Box>
      )}
    </Box>
  )
}

interface BarProps {
  icon: 'edit' | 'quote'
  title: string
  text: string
  cancelLabel: string
  onCancel: () => void
}

const ComposerBar = ({ icon, title, text, cancelLabel, onCancel }: BarProps) => (
  <Box className="composer-bar">
    <Icon name={icon} size={20} className="composer-bar-icon" />
    <Box className="composer-bar-words">
      <Text className="composer-bar-title one-line">{title}</Text>
      <Text className="composer-bar-text one-line">{text}</Text>
    </Box>
    <Tap className="hit" label={cancelLabel} onTap={onCancel}>
      <Icon name="close" size={18} />
    </Tap>
  </Box>
)
