import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useState } from 'react'
import { useWords } from '../../kernel/words'
import { Tap } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { TopBar } from '../../ui/TopBar/TopBar'
import { words } from './words'

interface Props {
  /** At least one, last pinned first. */
  pins: readonly Message[]
  lineOf: (message: Message) => string
  onMessage: (messageId: string, seq: number) => void
  onAll: () => void
}

/** One pinned message at a time: a tap leads to it and brings up the one that was pinned before it. */
export function PinBar({ pins, lineOf, onMessage, onAll }: Props) {
  const w = useWords(words)
  const [turn, setTurn] = useState(0)
  const at = turn % pins.length
  const shown = pins[at]
  if (!shown) return null
  const line = lineOf(shown)
  return (
    <TopBar
      icon="pin"
      lead={w.place(at + 1, pins.length)}
      line={line}
      label={w.jump(line)}
      onTap={() => {
        onMessage(shown.id, shown.seq)
        setTurn(at + 1)
      }}
      end={
        <Tap className="hit" label={w.all} onTap={onAll}>
          <Icon name="list" size={20} />
        </Tap>
      }
    />
  )
}
