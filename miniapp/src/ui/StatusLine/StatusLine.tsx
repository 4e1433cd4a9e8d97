import { statusAt, type Status } from '@community-chat/shared/capabilities/profiles/person'
import { Text } from '../elements'
import { useNow } from '../useNow'
import './StatusLine.scss'

/** Someone's status while its time has not passed; null from then on. */
export function useStatus(status: Status | null | undefined): Status | null {
  const now = useNow(status?.until ? Date.parse(status.until) : null)
  return statusAt(status, now)
}

/** A status in one line of plain text. */
export const statusText = ({ emoji, text }: Status): string => [emoji, text].filter(Boolean).join(' ')

interface Props {
  status: Status | null | undefined
  className?: string
}

/** What someone says of themselves for now: it goes by itself when its time has passed. */
export function StatusLine({ status, className = '' }: Props) {
  const shown = useStatus(status)
  return shown && <Text className={`status-line one-line ${className}`}>{statusText(shown)}</Text>
}
