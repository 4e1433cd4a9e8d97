import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Text } from '../../ui/elements'
import { toast } from '../../ui/Toast/toast'
import { unblock } from './useBlocks'
import { words } from './words'
import './BlockedBar.scss'

/** Where one would write to someone: why one cannot, and how one can again. */
export function BlockedBar({ person }: { person: Person }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const task = useTask(() => unblock(person.id))
  return (
    <Box className="blocked-bar" role="status">
      <Text className="blocked-words one-line">{w.blocked(person.displayName)}</Text>
      <Button
        kind="tint"
        size={40}
        busy={task.pending}
        onTap={() => void task.run(undefined).catch(fault => toast(faultText(fault)))}
      >
        {w.unblock}
      </Button>
    </Box>
  )
}
