import { useWords } from '../../kernel/words'
import { Cell, Group } from '../../ui/Cell/Cell'
import { words } from './words'

/** The way to the activity log. */
export function ActivityCell({ onOpen }: { onOpen: () => void }) {
  const w = useWords(words)
  return (
    <Group>
      <Cell icon="list" name={w.cell} last onTap={onOpen} />
    </Group>
  )
}
