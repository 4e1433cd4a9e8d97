import { useState } from 'react'
import { Cell } from '../Cell/Cell'
import { Sheet } from '../Sheet/Sheet'
import { plannedTime } from '../times'
import { WhenSheet, type WhenProps } from './WhenSheet'

interface Props extends Pick<WhenProps, 'presets' | 'words' | 'verb' | 'language'> {
  name: string
  /** The word for no end at all, and for choosing one. */
  never: string
  choose: string
  /** Null for no end. */
  value: number | null
  last?: boolean
  onChange: (value: number | null) => void
}

/** Until when something lasts: for ever, or up to a moment that is chosen. */
export function UntilCell({ name, never, choose, value, last, onChange, ...when }: Props) {
  const [open, setOpen] = useState<'ask' | 'when' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Cell
        name={name}
        value={value === null ? never : plannedTime(value, Date.now(), when.language)}
        last={last}
        onTap={() => setOpen(value === null ? 'when' : 'ask')}
      />
      {open === 'ask' && (
        <Sheet
          hint={name}
          cancel={when.words.cancel}
          onClose={close}
          items={[
            { name: choose, run: () => setOpen('when') },
            { name: never, run: () => onChange(null) },
          ]}
        />
      )}
      {open === 'when' && (
        <WhenSheet
          {...when}
          title={name}
          onChoose={at => {
            onChange(at)
            close()
          }}
          onClose={close}
        />
      )}
    </>
  )
}
