import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Button } from '../../ui/Button/Button'
import { Box } from '../../ui/elements'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { words } from './words'
import './Schedules.scss'

interface Props {
  title: string
  field: string
  hint?: string
  text: string
  maxLength: number
  verb: string
  /** May it be left empty? */
  optional?: boolean
  /** Closes it when it is done. Rejects with why it could not be; what was written stays then. */
  onSave: (text: string) => Promise<unknown>
  onClose: () => void
}

/** A few lines to write. */
export function TextSheet({
  title,
  field,
  hint,
  text: begun,
  maxLength,
  verb,
  optional,
  onSave,
  onClose,
}: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [text, setText] = useState(begun)
  const task = useTask(onSave)
  const save = () => void task.run(text.trim()).catch(() => undefined)
  return (
    <TallSheet
      title={title}
      closeLabel={w.close}
      onClose={onClose}
      foot={
        <Button block busy={task.pending} disabled={!optional && !text.trim()} onTap={save}>
          {verb}
        </Button>
      }
    >
      <Box className="plan-text">
        <AreaField
          id="plan-text"
          title={field}
          value={text}
          placeholder={hint}
          maxLength={maxLength}
          error={task.fault ? faultText(task.fault) : undefined}
          onInput={setText}
        />
      </Box>
    </TallSheet>
  )
}
