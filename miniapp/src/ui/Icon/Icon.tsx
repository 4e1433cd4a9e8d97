import { Text } from '../elements'
import './Icon.scss'

export type IconName =
  | 'back'
  | 'right'
  | 'down'
  | 'arrow-up'
  | 'arrow-down'
  | 'search'
  | 'plus'
  | 'close'
  | 'check'
  | 'people'
  | 'chat'
  | 'chat-on'
  | 'compass'
  | 'compass-on'
  | 'me'
  | 'me-on'
  | 'alert'
  | 'copy'
  | 'edit'
  | 'trash'
  | 'more'
  | 'lock'
  | 'hash'
  | 'gear'
  | 'moon'
  | 'globe'
  | 'shield'
  | 'cloud-off'
  | 'clock'
  | 'key'
  | 'devices'
  | 'at'
  | 'link'
  | 'smile'
  | 'recall'
  | 'card'

interface Props {
  name: IconName
  size?: 14 | 16 | 18 | 20 | 22 | 24 | 28
  className?: string
}

/** A picture of what something does; always decoration, the words are beside it or in a label. */
export const Icon = ({ name, size = 24, className = '' }: Props) => (
  <Text className={`i i-x${size} i-${name} ${className}`} silent />
)
