import type { ReactNode } from 'react'
import { useWords } from '../../kernel/words'
import type { Place } from '../../ui/elements.types'
import type { IconName } from '../../ui/Icon/Icon'
import { Menu } from '../../ui/Menu/Menu'
import { screenSize, useMouse } from '../../ui/screen'
import type { Act } from './actions'
import { words } from './words'

const icons: Record<Act, IconName> = {
  retry: 'arrow-up',
  copy: 'copy',
  edit: 'edit',
  discard: 'trash',
  report: 'alert',
  remove: 'trash',
}

interface Props {
  acts: Act[]
  at: Place
  onAct: (act: Act) => void
  /** What stands over the acts. */
  above?: ReactNode
  onClose: () => void
}

/** The menu of one message: tiles under a finger, lines beside a mouse. */
export function MessageMenu({ acts, at, onAct, above, onClose }: Props) {
  const w = useWords(words)
  const mouse = useMouse()
  return (
    <Menu
      label={w.menu}
      at={at}
      screen={screenSize()}
      tiles={!mouse}
      above={above}
      onClose={onClose}
      items={acts.map(act => ({
        icon: icons[act],
        name: w[act],
        danger: act === 'remove' || act === 'discard',
        run: () => onAct(act),
      }))}
    />
  )
}
