import { longestText } from '@community-chat/shared/capabilities/messages/contract'
import { longestNote, type ScheduleState } from '@community-chat/shared/capabilities/schedules/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { newId } from '../../kernel/platform/random'
import { useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-schedules.svg'
import { Button } from '../../ui/Button/Button'
import { Box, Scroll } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Rows } from '../../ui/Listing/Listing'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { PlanRow } from './PlanRow'
import { PlanSheet } from './PlanSheet'
import { cancel, move, type Planned, remind, rewrite, sendNow, textOf, useSchedules } from './schedules'
import { TextSheet } from './TextSheet'
import { words } from './words'
import './Schedules.scss'

interface Props {
  /** What a room is called; undefined while that is not known. */
  nameOf: (roomId: string) => string | undefined
  onMessage: (roomId: string, messageId: string) => void
  onBack: () => void
}

type Open =
  | { what: 'acts' | 'text' | 'time'; one: Planned }
  | { what: 'new' }
  | { what: 'when'; note: string; clientId: string }

const groups: ScheduleState[] = ['due', 'failed', 'waiting']

/** All messages that are sent later, and all reminders. */
export function SchedulesPage({ nameOf, onMessage, onBack }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const all = useSchedules()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const act = (work: Promise<unknown>, news: string) =>
    void work.then(
      () => toast(news),
      fault => toast(faultText(fault)),
    )
  const send = async (one: Planned) => {
    const row = await sendNow(one.id)
    if (!row.gone) throw { code: (row.data as { code?: string }).code ?? 'internal' }
  }
  const acts = (one: Planned): SheetItem[] => {
    const isMessage = one.kind === 'message'
    const { roomId } = one
    const messageId = isMessage ? undefined : one.messageId
    return [
      ...(roomId && messageId ? [{ name: w.open, run: () => onMessage(roomId, messageId) }] : []),
      ...(isMessage ? [{ name: w.sendNow, run: () => act(send(one), w.sent) }] : []),
      ...(isMessage && !textOf(one)
        ? []
        : [{ name: isMessage ? w.editText : w.editNote, run: () => setOpen({ what: 'text', one }) }]),
      { name: one.state === 'due' ? w.snooze : w.newTime, run: () => setOpen({ what: 'time', one }) },
      one.state === 'due'
        ? { name: w.done, run: () => act(cancel(one.id), w.done) }
        : { name: w.remove, danger: true, run: () => act(cancel(one.id), w.deleted) },
    ]
  }
  const add = (
    <Button kind="soft" size={40} block onTap={() => setOpen({ what: 'new' })}>
      {w.addNote}
    </Button>
  )
  return (
    <>
      <NavBar title={w.title} backLabel={w.back} onBack={onBack} edge />
      <Scroll className="plans">
        {all.length === 0 && (
          <EmptyState art={emptyArt} title={w.emptyTitle} text={w.emptyText}>
            {add}
          </EmptyState>
        )}
        {groups.map(state => {
          const rows = all.filter(one => one.state === state)
          return (
            rows.length > 0 && (
              <Box key={state}>
                <Box className="plan-group" heading={2}>
                  {w[state]}
                </Box>
                <Rows>
                  {rows.map(one => (
                    <PlanRow
                      key={one.id}
                      one={one}
                      room={one.roomId && nameOf(one.roomId)}
                      onTap={() => setOpen({ what: 'acts', one })}
                    />
                  ))}
                </Rows>
              </Box>
            )
          )
        })}
        {all.length > 0 && <Box className="plan-new">{add}</Box>}
      </Scroll>
      {open?.what === 'acts' && (
        <Sheet
          hint={textOf(open.one) || w.message}
          items={acts(open.one)}
          cancel={w.cancel}
          onClose={close}
        />
      )}
      {open?.what === 'text' && (
        <TextSheet
          title={open.one.kind === 'message' ? w.editText : w.editNote}
          field={open.one.kind === 'message' ? w.text : w.noteField}
          text={textOf(open.one)}
          maxLength={open.one.kind === 'message' ? longestText : longestNote}
          optional={open.one.kind === 'reminder' && open.one.messageId !== undefined}
          verb={w.save}
          onSave={text => rewrite(open.one, text).then(close)}
          onClose={close}
        />
      )}
      {open?.what === 'time' && (
        <PlanSheet
          kind={open.one.kind === 'message' ? 'send' : 'remind'}
          title={open.one.state === 'due' ? w.snooze : w.newTime}
          onPlan={at => move(open.one.id, at)}
          onClose={close}
        />
      )}
      {open?.what === 'new' && (
        <TextSheet
          title={w.addNote}
          field={w.noteField}
          hint={w.noteHint}
          text=""
          maxLength={longestNote}
          verb={w.schedule}
          onSave={async note => setOpen({ what: 'when', note, clientId: newId() })}
          onClose={close}
        />
      )}
      {open?.what === 'when' && (
        <PlanSheet
          kind="remind"
          onPlan={at => remind({ note: open.note }, at, open.clientId)}
          onClose={close}
        />
      )}
    </>
  )
}
