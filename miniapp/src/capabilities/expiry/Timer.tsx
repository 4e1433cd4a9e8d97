import type { Expiry } from '@community-chat/shared/capabilities/expiry/contract'
import { useEffect, useRef } from 'react'
import { useWords } from '../../kernel/words'
import { Box, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { shortDuration } from '../../ui/times'
import { useNow } from '../../ui/useNow'
import { words } from './words'
import './Timer.scss'

interface Props {
  timer: Expiry
  /** It is over, and the message is still here. */
  onOver: () => void
}

/** The server takes a message away by itself within this time, in milliseconds. */
const patience = 3500

/** How long a message still lives, or will once it was read. */
export function Timer({ timer: { seconds, endsAt }, onOver }: Props) {
  const w = useWords(words)
  const end = endsAt === null ? null : Date.parse(endsAt)
  const remaining = (now: number) => Math.max(0, Math.ceil((end! - now) / 1000))
  const now = useNow(end === null ? null : nextTurn(end, Date.now()))
  const left = end === null ? seconds : Math.max(1, remaining(now))
  const latest = useRef(onOver)
  latest.current = onOver
  useEffect(() => {
    const wait = end === null ? Infinity : end + patience - Date.now()
    if (wait > longest) return
    const timer = setTimeout(() => latest.current(), Math.max(0, wait))
    return () => clearTimeout(timer)
  }, [end])
  return (
    <Box className="expiry-timer" role="img" label={end === null ? w.waits(seconds) : w.left(left)}>
      <Icon name="clock" size={14} />
      <Text>{shortDuration(left)}</Text>
    </Box>
  )
}

/** The longest that a timer can wait. */
const longest = 2 ** 31 - 1

/** When what is shown changes next: each second in the last minute, before that each minute. */
function nextTurn(end: number, now: number): number | null {
  const left = end - now
  if (left <= 0) return null
  const step = left > 3_600_000 ? 60_000 : left > 60_000 ? 10_000 : 1000
  return now + (left % step || step)
}
