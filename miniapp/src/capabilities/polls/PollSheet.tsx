import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { momentsFrom, useMomentWords } from '../../kernel/moments'
import { newId } from '../../kernel/platform/random'
import { useLanguage, useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Button } from '../../ui/Button/Button'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Box, Tap } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { Icon } from '../../ui/Icon/Icon'
import { Switch } from '../../ui/Switch/Switch'
import { FormSheet } from '../../ui/TallSheet/FormSheet'
import { UntilCell } from '../../ui/When/UntilCell'
import { type Draft, emptyDraft, isWhole, mayAdd, raised, repeated, written } from './draft'
import { words } from './words'
import './Poll.scss'

interface Props {
  roomId: string
  onClose: () => void
}

/** A new poll. */
export function PollSheet({ roomId, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [draft, setDraft] = useState(emptyDraft)
  const [clientId] = useState(newId)
  const change = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }))
  const send = useTask(async () => {
    const { question, closesAt, multiple, anonymous, open } = draft
    const message = await call(polls.routes.create, {
      ...{ roomId, clientId, multiple, anonymous, open },
      question: question.trim().replace(/\s+/g, ' '),
      options: written(draft),
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
      whole={isWhole(draft)}
      send={send}
      onClose={onClose}
    >
      <Box className="poll-form">
        <AreaField
          id="poll-question"
          title={w.question}
          placeholder={w.questionHint}
          value={draft.question}
          maxLength={200}
          error={send.fault ? faultText(send.fault) : undefined}
          onInput={question => change({ question })}
        />
        <Options options={draft.options} onChange={options => change({ options })} />
        <Settings draft={draft} onChange={change} />
      </Box>
    </FormSheet>
  )
}

/** The answers to choose from. */
function Options({ options, onChange }: { options: string[]; onChange: (options: string[]) => void }) {
  const w = useWords(words)
  const same = repeated({ options })
  const set = (n: number, text: string) => onChange(options.map((one, i) => (i === n ? text : one)))
  return (
    <Box role="group" label={w.options}>
      {options.map((text, n) => (
        <Box key={n} className="poll-line">
          <Field
            id={`poll-option-${n}`}
            title={w.option(n + 1)}
            value={text}
            maxLength={60}
            error={same.has(n) ? w.same : undefined}
            onInput={text => set(n, text)}
          />
          {options.length > 2 && (
            <Box className="poll-tools">
              {n > 0 && (
                <Tap className="hit" label={w.up(n + 1)} onTap={() => onChange(raised(options, n))}>
                  <Icon name="arrow-up" size={18} />
                </Tap>
              )}
              <Tap
                className="hit"
                label={w.remove(n + 1)}
                onTap={() => onChange(options.filter((_, i) => i !== n))}
              >
                <Icon name="close" size={18} />
              </Tap>
            </Box>
          )}
        </Box>
      ))}
      {mayAdd({ options }) && (
        <Button kind="soft" size={40} onTap={() => onChange([...options, ''])}>
          {w.add}
        </Button>
      )}
    </Box>
  )
}

function Settings({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const w = useWords(words)
  const names = useMomentWords()
  const { language } = useLanguage()
  return (
    <Box className="poll-settings">
      <Group>
        {(['multiple', 'anonymous', 'open'] as const).map(key => (
          <Cell
            key={key}
            name={w[key]}
            end={<Switch on={draft[key]} label={w[key]} onChange={on => onChange({ [key]: on })} />}
          />
        ))}
        <UntilCell
          name={w.closes}
          never={w.never}
          choose={w.chooseTime}
          verb={w.setTime}
          value={draft.closesAt}
          language={language}
          words={names}
          presets={momentsFrom(Date.now()).map(({ key, at }) => ({ key, at, name: names[key] }))}
          last
          onChange={closesAt => onChange({ closesAt })}
        />
      </Group>
    </Box>
  )
}
