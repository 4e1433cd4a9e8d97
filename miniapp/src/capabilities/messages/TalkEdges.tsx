import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import type { FeedRow } from './rows'
import { words } from './words'

interface HeadProps {
  loading: boolean
  begins: boolean
  isThread: boolean
}

/** What is above the first row: that more is coming, or that nothing is. */
export const FeedHead = ({ loading, begins, isThread }: HeadProps) => {
  const w = useWords(words)
  if (begins && isThread) return null
  if (begins) return <Box className="feed-begin">{w.begin}</Box>
  return (
    <Box className="feed-older" role="status" label={loading ? w.older : undefined}>
      {loading && <Box className="spin" />}
    </Box>
  )
}

/** How many messages did not leave, and why. */
export const Unsent = ({ rows, onRetry }: { rows: readonly FeedRow[]; onRetry: (row: FeedRow) => void }) => {
  const w = useWords(words)
  const faultText = useFaultText()
  const failed = rows.filter(item => item.row.state === 'failed')
  const waiting = rows.filter(item => item.row.state === 'waiting').length
  const code = failed[0]?.row.pending?.code
  if (failed.length === 0) return null
  return (
    <Box className="feed-unsent" live="polite">
      {code && <Box className="feed-reason">{faultText({ code })}</Box>}
      <Text>{w.unsent(waiting, failed.length)}</Text>
      <Tap className="feed-retry" onTap={() => failed.forEach(onRetry)}>
        {w.retryAll}
      </Tap>
    </Box>
  )
}
