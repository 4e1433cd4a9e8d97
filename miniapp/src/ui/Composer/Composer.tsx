import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import type { WriteProps } from './Composer.types'
import { Write } from './Write'
import './Composer.scss'

interface Props extends WriteProps {
  sendLabel: string
  /** What the text will change instead of being sent. */
  bar?: { title: string; text: string; cancel: string; onCancel: () => void }
  hint?: string
}

/** Where one writes, at the foot of a room. */
export const Composer = ({ sendLabel, bar, hint, ...write }: Props) => {
  const empty = write.value.trim() === ''
  return (
    <Box className="composer">
      {bar && (
        <Box className="composer-bar">
          <Icon name="edit" size={20} className="composer-bar-icon" />
          <Box className="composer-bar-words">
            <Text className="composer-bar-title one-line">{bar.title}</Text>
            <Text className="composer-bar-text one-line">{bar.text}</Text>
          </Box>
          <Tap className="hit" label={bar.cancel} onTap={bar.onCancel}>
            <Icon name="close" size={18} />
          </Tap>
        </Box>
      )}
      <Box className="composer-row">
        <Box className="composer-field">
          <Write {...write} />
        </Box>
        <Tap className="hit composer-send-hit" label={sendLabel} disabled={empty} onTap={write.onSend}>
          <Box className={`composer-send ${empty ? 'composer-send-off' : ''}`}>
            <Icon name={bar ? 'check' : 'arrow-up'} size={20} />
          </Box>
        </Tap>
      </Box>
      {hint && <Box className="composer-hint">{hint}</Box>}
    </Box>
  )
}
