import {
  forwarded,
  isCarried,
  mostMessages,
  type RecordContent,
  recordOf,
} from '@community-chat/shared/capabilities/forwarding/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useCallback, useMemo, useState } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Box, Text } from '../../ui/elements'
import type { IconName } from '../../ui/Icon/Icon'
import { Icon } from '../../ui/Icon/Icon'
import { later } from '../../ui/later'
import { toast } from '../../ui/Toast/toast'
import type { Target } from './ForwardSheet'
import { RecordCard } from './RecordCard'
import { SelectBar } from './SelectBar'
import { words } from './words'

const ForwardSheet = later(() => import('./ForwardSheet').then(file => file.ForwardSheet))
const RecordSheet = later(() => import('./RecordSheet').then(file => file.RecordSheet))

/** What another capability does with several messages at once. */
export interface ManyAct {
  key: string
  name: string
  icon: IconName
  danger?: boolean
  run(messages: Message[]): void
}

interface Use {
  /** Whether what is said here may be carried elsewhere. */
  allowed: boolean
  useTargets: () => readonly Target[]
  many: readonly ManyAct[]
}

type Chosen = ReadonlyMap<string, Message>
type Open =
  { what: 'forward'; messageIds: string[]; merged: boolean } | { what: 'record'; record: RecordContent }
const many = 5

/** Forwarding one message or several, choosing several for whatever is done with them, and showing records. */
export function useForwardPart({ allowed, useTargets, many: acts }: Use): TalkPart {
  const w = useWords(words)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const done = useCallback(() => setChosen(null), [])
  const row = useRowPart(allowed, setChosen, setOpen)
  const selecting = useMemo((): TalkPart => {
    if (!chosen) return {}
    const list = [...chosen.values()].sort((a, b) => a.seq - b.seq)
    const forward = (merged: boolean) => {
      if (!allowed) toast(w.forbidden)
      else if (!list.every(isCarried)) toast(w.some)
      else setOpen({ what: 'forward', messageIds: list.map(one => one.id), merged })
    }
    return {
      choice: {
        may: ({ gone, type, seq }) => !gone && type !== 'system' && seq > 0,
        has: ({ id }) => chosen.has(id),
        toggle: message =>
          setChosen(old => {
            const next = new Map(old)
            if (!next.delete(message.id)) {
              if (next.size < mostMessages) next.set(message.id, message)
              else toast(w.most(mostMessages))
            }
            return next
          }),
      },
      closed: (
        <SelectBar
          count={list.length}
          onDone={done}
          acts={[
            { key: 'forward', name: w.forward, icon: 'forward', run: () => forward(false) },
            { key: 'merge', name: w.merge, icon: 'chat', run: () => forward(true) },
            ...acts.map(act => ({
              ...act,
              run: () => {
                act.run(list)
                done()
              },
            })),
          ]}
        />
      ),
    }
  }, [w, allowed, acts, chosen, done])
  const overlay = useMemo(() => {
    const close = () => setOpen(null)
    if (open?.what === 'record') return <RecordSheet record={open.record} onClose={close} />
    if (!open) return null
    const sent = () => {
      close()
      done()
    }
    const { messageIds, merged } = open
    return (
      <ForwardSheet
        messageIds={messageIds}
        merged={merged}
        useTargets={useTargets}
        onSent={sent}
        onClose={close}
      />
    )
  }, [open, useTargets, done])
  return useMemo(() => ({ ...row, ...selecting, overlay }), [row, selecting, overlay])
}

/** What each message shows and offers; the same while messages are being chosen. */
function useRowPart(
  allowed: boolean,
  setChosen: (chosen: Chosen) => void,
  setOpen: (open: Open) => void,
): TalkPart {
  const w = useWords(words)
  const { preview } = useRecordPreview()
  return useMemo(
    () => ({
      preview,
      content: message => {
        const record = recordOf(message)
        return record ? (
          <RecordCard record={record} onOpen={() => setOpen({ what: 'record', record })} />
        ) : undefined
      },
      over: message => {
        const mark = forwarded.of(message)
        return mark ? (
          <Box className="forwarded">
            <Icon name="forward" size={14} />
            <Text className="forwarded-word">{mark.times >= many ? w.markMany : w.mark}</Text>
          </Box>
        ) : null
      },
      acts: message => {
        if (message.seq === 0 || message.gone) return []
        const select = {
          key: 'select',
          name: w.select,
          icon: 'multi' as const,
          order: 55,
          run: () => setChosen(new Map([[message.id, message]])),
        }
        if (!allowed || !isCarried(message)) return [select]
        const run = () => setOpen({ what: 'forward', messageIds: [message.id], merged: false })
        return [{ key: 'forward', name: w.forward, icon: 'forward', order: 30, hover: true, run }, select]
      },
    }),
    [w, allowed, preview, setChosen, setOpen],
  )
}

/** A record in one line, for lists and quotes. */
export function useRecordPreview(): Pick<TalkPart, 'preview'> & {
  preview: NonNullable<TalkPart['preview']>
} {
  const w = useWords(words)
  return useMemo(
    () => ({
      preview: message => {
        const record = recordOf(message)
        return record ? `${w.inLine} ${w.record(record.title)}` : undefined
      },
    }),
    [w],
  )
}
