import { Text } from '../elements'
import './Badge.scss'

interface Props {
  count: number
  muted?: boolean
  className?: string
}

/** How many are unread; nothing at zero, 99+ above that. The words are in the row's label. */
export const Badge = ({ count, muted, className = '' }: Props) =>
  count > 0 ? (
    <Text className={`badge ${muted ? 'badge-muted' : ''} ${className}`} silent>
      {count > 99 ? '99+' : count}
    </Text>
  ) : null
