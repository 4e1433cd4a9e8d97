import { choices } from '@community-chat/shared/capabilities/expiry/contract'
import { useState } from 'react'
import { useWords } from '../../kernel/words'
import { Cell } from '../../ui/Cell/Cell'
import { Sheet } from '../../ui/Sheet/Sheet'
import { words } from './words'

interface Props {
  seconds: number
  /** Absent for who may only look. */
  onChange?: (seconds: number) => void
}

/** How long what is said in a room lasts, and for who may the choice of it. */
export function ExpiryChoice({ seconds: present, onChange }: Props) {
  const w = useWords(words)
  const [choosing, setChoosing] = useState(false)
  const name = (seconds: number) => (seconds === 0 ? w.off : w.after(seconds))
  const offered = [...new Set<number>([...choices, present])].sort((a, b) => a - b)
  return (
    <>
      <Cell
        icon="clock"
        name={w.title}
        value={name(present)}
        last
        onTap={onChange && (() => setChoosing(true))}
      />
      {choosing && (
        <Sheet
          hint={w.askRoom}
          cancel={w.cancel}
          onClose={() => setChoosing(false)}
          items={offered.map(one => ({
            name: name(one),
            chosen: one === present,
            run: () => onChange?.(one),
          }))}
        />
      )}
    </>
  )
}
