import { useWords } from '../../kernel/words'
import { Shortcuts } from '../../ui/Shortcuts/Shortcuts'
import { words } from './help-words'

/** The keyboard's short ways. */
export function Help({ onClose }: { onClose: () => void }) {
  const w = useWords(words)
  return (
    <Shortcuts
      title={w.title}
      closeLabel={w.close}
      onClose={onClose}
      rows={[
        { keys: ['Ctrl / ⌘', 'K'], name: w.search },
        { keys: ['Alt', '↑ ↓'], name: w.rooms },
        { keys: ['Enter'], name: w.send },
        { keys: ['Shift', 'Enter'], name: w.line },
        { keys: ['↑'], name: w.edit },
        { keys: ['↑ ↓'], name: w.messages },
        { keys: ['R'], name: w.reply },
        { keys: ['E'], name: w.react },
        { keys: ['Esc'], name: w.escape },
        { keys: ['?'], name: w.help },
      ]}
    />
  )
}
