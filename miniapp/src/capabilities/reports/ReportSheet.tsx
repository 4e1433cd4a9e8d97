import { longestNote, Reason, reports } from '@community-chat/shared/capabilities/reports/contract'
import { useState } from 'react'
import { call } from '../../kernel/client'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { newId } from '../../kernel/platform/random'
import { useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Button } from '../../ui/Button/Button'
import { Cell } from '../../ui/Cell/Cell'
import { Box } from '../../ui/elements'
import { Layer } from '../../ui/Layer/Layer'
import { Switch } from '../../ui/Switch/Switch'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'
import './ReportSheet.scss'

/** What a report is about: one of them. */
export type Subject =
  { messageId: string } | { userId: string } | { roomId: string } | { communityId: string }

interface Props {
  subject: Subject
  /** Offered beside the report: to have nothing to do with its author any more. */
  alsoBlock?: { name: string; block: () => Promise<void> }
  onClose: () => void
}

/** Asks what is wrong and tells those who look after the place. */
export function ReportSheet({ subject, alsoBlock, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [clientId] = useState(newId)
  const [reason, setReason] = useState<Reason | null>(null)
  const [note, setNote] = useState('')
  const [blocking, setBlocking] = useState(false)
  const send = useTask(async (reason: Reason) => {
    await call(reports.routes.create, { ...subject, reason, note: note.trim(), clientId })
    if (blocking) await alsoBlock?.block()
    toast(w.thanks)
    onClose()
  })
  return (
    <Layer role="dialog" label={w.title} scrim className="sheet report" onClose={onClose}>
      <Box className="report-title" heading={2}>
        {w.title}
      </Box>
      <Box className="report-hint">{w.hint}</Box>
      <Box className="report-reasons" role="radiogroup" label={w.title}>
        {Reason.options.map((one, i) => (
          <Cell
            key={one}
            name={w.reasons[one]}
            chosen={one === reason}
            last={i === Reason.options.length - 1}
            onTap={() => setReason(one)}
          />
        ))}
      </Box>
      {reason && (
        <Box className="report-more">
          <AreaField
            id="report-note"
            title={w.note}
            value={note}
            onInput={setNote}
            placeholder={w.noteHint}
            maxLength={longestNote}
          />
          {alsoBlock && (
            <Cell
              name={w.alsoBlock(alsoBlock.name)}
              end={<Switch label={w.alsoBlock(alsoBlock.name)} on={blocking} onChange={setBlocking} />}
              last
            />
          )}
          {send.fault && (
            <Box className="report-fault" live="polite">
              {faultText(send.fault)}
            </Box>
          )}
        </Box>
      )}
      <Box className="report-foot">
        <Button
          block
          disabled={!reason}
          busy={send.pending}
          onTap={() => reason && void send.run(reason).catch(() => undefined)}
        >
          {w.send}
        </Button>
        <Button kind="plain" block onTap={onClose}>
          {w.cancel}
        </Button>
      </Box>
    </Layer>
  )
}
