import { forwarding, mostTargets } from '@community-chat/shared/capabilities/forwarding/contract'
import { useMemo, useState, type ReactNode } from 'react'
import { call } from '../../kernel/client'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { newId } from '../../kernel/platform/random'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Input, Text } from '../../ui/elements'
import { ListRow } from '../../ui/ListRow/ListRow'
import { Search } from '../../ui/Search/Search'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { Tick } from '../../ui/Tick/Tick'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'
import './Forwarding.scss'

/** A room that something may be forwarded to. */
export interface Target {
  id: string
  name: string
  face: ReactNode
}

interface Props {
  /** What is forwarded, by id, in the order of the room. */
  messageIds: string[]
  merged: boolean
  /** The rooms to choose from, the most recent first. */
  useTargets: () => readonly Target[]
  onSent: () => void
  onClose: () => void
}

const longestNote = 2000

/** Asks where to, and carries the messages there: room by room, so that one sees how far it is. */
export function ForwardSheet({ messageIds, merged, useTargets, onSent, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const targets = useTargets()
  const [clientId] = useState(newId)
  const [query, setQuery] = useState('')
  const [note, setNote] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [done, setDone] = useState(0)
  const wanted = query.trim().toLowerCase()
  const shown = useMemo(
    () => (wanted ? targets.filter(one => one.name.toLowerCase().includes(wanted)) : targets),
    [targets, wanted],
  )
  const send = useTask(async (roomIds: readonly string[]) => {
    let refused = 0
    let last: unknown
    for (const [n, roomId] of roomIds.entries()) {
      setDone(n + 1)
      const words = note.trim() ? { note: note.trim() } : {}
      // The same clientId again makes what is missing, and nothing twice.
      await call(forwarding.routes.forward, {
        messageIds,
        roomIds: [roomId],
        merged,
        clientId,
        ...words,
      }).catch(error => {
        if (!isRefusal(error)) throw error
        refused++
        last = error
      })
    }
    if (refused === roomIds.length) throw last
    toast(refused > 0 ? w.someRefused(refused) : w.sent)
    onSent()
  })
  const toggle = (id: string) => {
    if (chosen.includes(id)) setChosen(chosen.filter(one => one !== id))
    else if (chosen.length >= mostTargets) toast(w.mostRooms(mostTargets))
    else setChosen([...chosen, id])
  }
  return (
    <TallSheet
      title={merged ? w.toMerged : w.to}
      closeLabel={w.close}
      onClose={onClose}
      head={
        <Box className="forward-search">
          <Search value={query} onInput={setQuery} placeholder={w.find} clearLabel={w.clear} />
        </Box>
      }
      foot={
        <>
          <Input
            className="forward-note"
            value={note}
            onInput={setNote}
            placeholder={w.note}
            label={w.note}
            maxLength={longestNote}
          />
          {send.fault && (
            <Text className="forward-fault" live="polite">
              {faultText(send.fault)}
            </Text>
          )}
          <Button
            block
            disabled={chosen.length === 0}
            busy={send.pending}
            onTap={() => void send.run(chosen).catch(() => undefined)}
          >
            {send.pending && chosen.length > 1 ? w.sending(done, chosen.length) : w.send(chosen.length)}
          </Button>
        </>
      }
    >
      {shown.map(target => {
        const isChosen = chosen.includes(target.id)
        return (
          <ListRow
            key={target.id}
            low
            role="checkbox"
            checked={isChosen}
            face={target.face}
            name={<Text className="one-line">{target.name}</Text>}
            end={<Tick on={isChosen} />}
            onTap={() => toggle(target.id)}
          />
        )
      })}
      {shown.length === 0 && <Box className="tall-hint">{wanted ? w.none(query.trim()) : w.nowhere}</Box>}
    </TallSheet>
  )
}

/** This room will not take it; what is tried again later may well be taken. */
const isRefusal = ({ status, code }: { status?: number; code?: string }) =>
  status !== undefined && status >= 403 && status < 500 && status !== 429 && code !== 'record_too_long'
