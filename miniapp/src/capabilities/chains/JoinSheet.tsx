import { type ChainContent, ownEntry } from '@community-chat/shared/capabilities/chains/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { join } from './entries'
import { words } from './words'
import './Chain.scss'

interface Props {
  message: Message
  chain: ChainContent
  /** What I am called: a line that needs no more. */
  myName: string
  onClose: () => void
}

/** My line of a chain. */
export function JoinSheet({ message, chain, myName, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const own = ownEntry(message)
  const [text, setText] = useState(own ?? (chain.example ? '' : myName))
  const task = useTask(async () => {
    await join(message.id, text.trim())
    onClose()
  })
  const save = () => {
    if (text.trim() && !task.pending) void task.run(undefined).catch(() => undefined)
  }
  return (
    <TallSheet
      title={chain.title}
      closeLabel={w.close}
      onClose={onClose}
      foot={
        <Button block busy={task.pending} disabled={!text.trim()} onTap={save}>
          {own === null ? w.join : w.save}
        </Button>
      }
    >
      <Box className="chain-form">
        <Field
          id="chain-line"
          title={w.line}
          value={text}
          placeholder={chain.example || undefined}
          hint={chain.example ? w.likeThis(chain.example) : undefined}
          maxLength={100}
          error={task.fault ? faultText(task.fault) : undefined}
          onInput={setText}
          onConfirm={save}
          focus
        />
      </Box>
    </TallSheet>
  )
}
