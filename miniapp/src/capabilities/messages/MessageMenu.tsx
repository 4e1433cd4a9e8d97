import type { ReactNode } from 'react'
import type { TalkAct } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import type { Place } from '../../ui/elements.types'
import { Menu } from '../../ui/Menu/Menu'
import { screenSize, useMouse } from '../../ui/screen'
import { words } from './words'

interface Props {
  /** In their order. */
  acts: readonly TalkAct[]
  at: Place
  /** What stands over the acts. */
  above?: ReactNode
  onClose: () => void
}

/** The menu of one message: tiles under a finger, lines beside a mouse. */
export function MessageMenu({ acts, at, above, onClose }: Props) {
  const w = useWords(words)
  const mouse = useMouse()
  return (
    <Menu
      label={w.menu}
      moreLabel={w.more}
      at={at}
      screen={screenSize()}
      tiles={!mouse}
      above={above}
      onClose={onClose}
      items={acts.map(({ key, icon, name, danger, run }) => ({
        key,
        icon,
        name,
        danger,
        run: () => run(at),
      }))}
    />
  )
}
