import type { ReactNode } from 'react'
import { Button } from '../Button/Button'
import { TallSheet } from './TallSheet'

interface Props {
  title: string
  closeLabel: string
  /** What the button says. */
  verb: string
  /** Everything is there that must be. */
  whole: boolean
  /** What the button does; its fault is shown by the form. */
  send: { pending: boolean; run(input: undefined): Promise<unknown> }
  onClose: () => void
  children: ReactNode
}

/** A sheet with a form, and one button at its foot that sends it. */
export const FormSheet = ({ verb, whole, send, children, ...sheet }: Props) => (
  <TallSheet
    {...sheet}
    foot={
      <Button
        block
        busy={send.pending}
        disabled={!whole}
        onTap={() => void send.run(undefined).catch(() => undefined)}
      >
        {verb}
      </Button>
    }
  >
    {children}
  </TallSheet>
)
