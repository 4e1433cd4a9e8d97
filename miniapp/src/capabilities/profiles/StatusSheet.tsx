import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { statusAt } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useLanguage, useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Tap, Text } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { Layer } from '../../ui/Layer/Layer'
import { separatorTime } from '../../ui/times'
import { expiryOf, type Expiry } from './expiry'
import { updateMe } from './usePeople'
import { words } from './words'
import './StatusSheet.scss'

const choices: Exclude<Expiry, 'keep'>[] = ['30m', '1h', '4h', 'today', 'week', 'never']

/** What I say of myself for a while: words, an emoji, and until when. */
export function StatusSheet({ me, onClose }: { me: Self; onClose: () => void }) {
  const w = useWords(words)
  const { language } = useLanguage()
  const faultText = useFaultText()
  const present = statusAt(me.status, Date.now())
  const [text, setText] = useState(present?.text ?? '')
  const [emoji, setEmoji] = useState(present?.emoji ?? '')
  const [expiry, setExpiry] = useState<Expiry>(present ? (present.until ? 'keep' : 'never') : 'today')
  const save = useTask(async (clear: boolean) => {
    const until = expiry === 'keep' ? (present?.until ?? null) : dated(expiryOf(expiry, Date.now()))
    await updateMe({ status: clear ? null : { text: text.trim(), ...(emoji ? { emoji } : {}), until } })
    onClose()
  })
  const run = (clear: boolean) => void save.run(clear).catch(() => undefined)
  const submit = () => text.trim() && !save.pending && run(false)
  const pick = (picked: string, suggestion: string) => {
    const suggested = Object.values(w.statusPicks).includes(text)
    setEmoji(picked === emoji ? '' : picked)
    if (picked !== emoji && (text === '' || suggested)) setText(suggestion)
  }
  const shown: Expiry[] = present?.until ? ['keep', ...choices] : choices
  return (
    <Layer role="dialog" label={w.statusTitle} scrim className="sheet status-sheet" onClose={onClose}>
      <Box className="status-title" heading={2}>
        {w.statusTitle}
      </Box>
      <Field
        id="status"
        title={w.statusText}
        value={text}
        onInput={setText}
        onConfirm={submit}
        maxLength={60}
        placeholder={w.statusHint}
        focus
        error={save.fault ? faultText(save.fault) : undefined}
      />
      <Box className="status-picks" role="group" label={w.statusEmoji}>
        {Object.entries(w.statusPicks).map(([picked, suggestion]) => (
          <Tap
            key={picked}
            className={`status-pick ${picked === emoji ? 'status-on' : ''}`}
            role="checkbox"
            checked={picked === emoji}
            label={`${picked} ${suggestion}`}
            onTap={() => pick(picked, suggestion)}
          >
            {picked}
          </Tap>
        ))}
      </Box>
      <Text className="field-title">{w.statusUntil}</Text>
      <Box className="status-ends" role="radiogroup" label={w.statusUntil}>
        {shown.map(one => (
          <Tap
            key={one}
            className={`status-end ${one === expiry ? 'status-on' : ''}`}
            role="radio"
            checked={one === expiry}
            onTap={() => setExpiry(one)}
          >
            {one === 'keep'
              ? w.statusKeep(separatorTime(Date.parse(present?.until ?? ''), Date.now(), language))
              : w.statusEnds[one]}
          </Tap>
        ))}
      </Box>
      <Button block busy={save.pending} disabled={!text.trim()} onTap={submit}>
        {w.save}
      </Button>
      <Box className="status-foot">
        {me.status && (
          <Button kind="plain" onTap={() => run(true)}>
            {w.statusClear}
          </Button>
        )}
        <Button kind="plain" onTap={onClose}>
          {w.cancel}
        </Button>
      </Box>
    </Layer>
  )
}

const dated = (at: number | null) => (at === null ? null : new Date(at).toISOString())
