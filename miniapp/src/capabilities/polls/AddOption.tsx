import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Box, Input, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'
import './Poll.scss'

/** A further answer to a poll, by whoever may add one. */
export function AddOption({ messageId, taken }: { messageId: string; taken: readonly string[] }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [text, setText] = useState<string | null>(null)
  const add = useTask(async (wanted: string) => {
    theDevice()?.take(await call(polls.routes.addOption, { messageId, text: wanted }))
    setText(null)
  })
  const submit = () => {
    const wanted = text?.trim()
    if (!wanted || add.pending) return
    if (taken.includes(wanted)) return toast(w.same)
    add.run(wanted).catch(fault => toast(faultText(fault)))
  }
  if (text === null) {
    return (
      <Tap className="poll-add" onTap={() => setText('')}>
        <Icon name="plus" size={18} />
        <Text>{w.add}</Text>
      </Tap>
    )
  }
  return (
    <Box className="poll-adding" onKey={key => key === 'Escape' && (setText(null), true)}>
      <Input
        className="poll-field"
        value={text}
        onInput={setText}
        onConfirm={submit}
        label={w.add}
        placeholder={w.add}
        maxLength={60}
        focus
      />
      <Tap className="hit" label={w.addVerb} disabled={!text.trim() || add.pending} onTap={submit}>
        <Icon name="check" size={20} />
      </Tap>
      <Tap className="hit" label={w.cancel} onTap={() => setText(null)}>
        <Icon name="close" size={18} />
      </Tap>
    </Box>
  )
}
