import type { RecordContent } from '@community-chat/shared/capabilities/forwarding/contract'
import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { lineOf } from './lines'
import { words } from './words'
import './Forwarding.scss'

const shownLines = 4

/** A record in a bubble: whose talk it was, and how it begins. */
export function RecordCard({ record, onOpen }: { record: RecordContent; onOpen: () => void }) {
  const w = useWords(words)
  const title = w.record(record.title)
  return (
    <Tap className="record" label={w.openRecord(title, record.items.length)} onTap={onOpen}>
      <Text className="record-title">{title}</Text>
      <Box className="record-lines">
        {record.items.slice(0, shownLines).map((item, n) => (
          <Box key={n} className="record-line one-line">
            {`${item.name || w.someone}${w.colon}${lineOf(item, w)}`}
          </Box>
        ))}
        {record.items.length === 0 && <Box className="record-line">{w.empty}</Box>}
      </Box>
      <Text className="record-foot">{w.size(record.items.length)}</Text>
    </Tap>
  )
}
