import { useWords } from '../../kernel/words'
import { Badge } from '../../ui/Badge/Badge'
import { Cell } from '../../ui/Cell/Cell'
import { Box } from '../../ui/elements'
import { useAttention, useSchedules } from './schedules'
import { words } from './words'

/** The way to what I planned, with how much of it wants something of me. */
export function SchedulesCell({ onTap }: { onTap: () => void }) {
  const w = useWords(words)
  const count = useSchedules().length
  const attention = useAttention()
  return (
    <Cell
      icon="clock"
      name={w.title}
      value={attention === 0 && count > 0 ? String(count) : undefined}
      end={
        attention > 0 && (
          <Box role="img" label={w.waitingFor(attention)}>
            <Badge count={attention} />
          </Box>
        )
      }
      onTap={onTap}
    />
  )
}
