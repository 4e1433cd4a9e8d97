import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import './NetworkBar.scss'

interface Props {
  /** Nothing is shown while all is well. */
  state: 'offline' | 'connecting' | 'back' | 'well'
  words: string
  action?: string
  onAction?: () => void
}

/** Calm news about the connection, under the bar of the page. */
export const NetworkBar = ({ state, words, action, onAction }: Props) => (
  <Box role="status" live="polite">
    {state !== 'well' && (
      <Box className={`net ${state === 'back' ? 'net-ok' : ''}`}>
        <Icon name={state === 'back' ? 'check' : 'cloud-off'} size={18} />
        <Text className="net-words">{words}</Text>
        {action && state === 'offline' && (
          <Tap className="net-action" onTap={onAction}>
            {action}
          </Tap>
        )}
      </Box>
    )}
  </Box>
)
