import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { momentsFrom, useMomentWords } from '../../kernel/moments'
import { newId } from '../../kernel/platform/random'
import { useLanguage, useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Group } from '../../ui/Cell/Cell'
import { Box } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { FormSheet } from '../../ui/TallSheet/FormSheet'
import { UntilCell } from '../../ui/When/UntilCell'
import { words } from './words'
import './Chain.scss'

/** A new chain. */
export function ChainSheet({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const w = useWords(words)
  const names = useMomentWords()
  const { language } = useLanguage()
  const faultText = useFaultText()
  const [title, setTitle] = useState('')
  const [example, setExample] = useState('')
  const [closesAt, setClosesAt] = useState<number | null>(null)
  const [clientId] = useState(newId)
  const send = useTask(async () => {
    const message = await call(chains.routes.create, {
      ...{ roomId, clientId, example: example.trim() },
      title: title.trim().replace(/\s+/g, ' '),
      ...(closesAt === null ? {} : { closesAt: new Date(closesAt).toISOString() }),
    })
    theDevice()?.take(message)
    onClose()
  })
  return (
    <FormSheet
      title={w.title}
      closeLabel={w.close}
      verb={w.send}
      whole={title.trim() !== ''}
      send={send}
      onClose={onClose}
    >
      <Box className="chain-form">
        <AreaField
          id="chain-title"
          title={w.what}
          placeholder={w.whatHint}
          value={title}
          maxLength={200}
          error={send.fault ? faultText(send.fault) : undefined}
          onInput={setTitle}
        />
        <Field
          id="chain-example"
          title={w.example}
          placeholder={w.exampleHint}
          value={example}
          maxLength={100}
          onInput={setExample}
        />
        <Box className="chain-settings">
          <Group>
            <UntilCell
              name={w.closes}
              never={w.never}
              choose={w.chooseTime}
              verb={w.setTime}
              value={closesAt}
              language={language}
              words={names}
              presets={momentsFrom(Date.now()).map(({ key, at }) => ({ key, at, name: names[key] }))}
              last
              onChange={setClosesAt}
            />
          </Group>
        </Box>
      </Box>
    </FormSheet>
  )
}
