import type { MessageType } from '@community-chat/shared/capabilities/messages/content'
import { useState } from 'react'
import { useLanguage, useWords } from '../../kernel/words'
import { Scroll, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { daySince } from '../../ui/times'
import { DaySheet } from './DaySheet'
import { spans } from './spans'
import type { Filter } from './useFoundMessages'
import { words } from './words'

/** Someone, or somewhere, that hits may be narrowed to. */
export interface Choice {
  id: string
  name: string
}

interface Props {
  filter: Filter
  onChange: (filter: Filter) => void
  rooms: Choice[]
  senders: Choice[]
}

type Part = 'room' | 'sender' | 'kind' | 'date'
const parts: Part[] = ['room', 'sender', 'kind', 'date']
const kinds: MessageType[] = ['text', 'location', 'card', 'poll', 'chain', 'record']
const fields = { room: ['roomId'], sender: ['senderId'], kind: ['kind'], date: ['from', 'to'] } as const

/** What hits are narrowed to, a chip each; a tap on a set one takes it away. */
export function Filters({ filter, onChange, rooms, senders }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  const [open, setOpen] = useState<Part | 'day' | null>(null)
  const now = Date.now()
  const nameIn = (all: Choice[], id: string | undefined) => all.find(one => one.id === id)?.name
  const since = spans(now).find(({ from }) => from === filter.from)
  const values: Record<Part, string | undefined> = {
    room: filter.roomId && (nameIn(rooms, filter.roomId) ?? w.room),
    sender: filter.senderId && (nameIn(senders, filter.senderId) ?? w.sender),
    kind: filter.kind && w.kinds[filter.kind],
    date:
      filter.from === undefined
        ? undefined
        : since
          ? w[since.name]
          : w.since(daySince(filter.from, now, language) || w.today),
  }
  const without = (part: Part): Filter => {
    const next = { ...filter }
    for (const field of fields[part]) delete next[field]
    return next
  }
  const choose = (all: Choice[], field: 'roomId' | 'senderId'): SheetItem[] =>
    all.map(({ id, name }) => ({
      name,
      chosen: filter[field] === id,
      run: () => onChange({ ...filter, [field]: id }),
    }))
  const items: Record<Part, () => SheetItem[]> = {
    room: () => choose(rooms, 'roomId'),
    sender: () => choose(senders, 'senderId'),
    kind: () =>
      kinds.map(kind => ({
        name: w.kinds[kind] ?? kind,
        chosen: filter.kind === kind,
        run: () => onChange({ ...filter, kind }),
      })),
    date: () => [
      ...spans(now).map(({ name, from }) => ({
        name: w[name],
        run: () => onChange({ ...without('date'), from }),
      })),
      { name: w.day, run: () => setOpen('day') },
    ],
  }
  return (
    <>
      <Scroll horizontal className="search-filters" role="group" label={w.filters}>
        {parts.map(part => (
          <Tap
            key={part}
            className={`search-filter ${values[part] ? 'search-filter-on' : ''}`}
            label={values[part] ? w.off(values[part]) : w[part]}
            onTap={() => (values[part] ? onChange(without(part)) : setOpen(part))}
          >
            <Text className="one-line">{values[part] ?? w[part]}</Text>
            <Icon name={values[part] ? 'close' : 'down'} size={14} />
          </Tap>
        ))}
      </Scroll>
      {open !== null && open !== 'day' && (
        <Sheet
          hint={w[open]}
          items={items[open]()}
          cancel={w.cancel}
          onClose={() => setOpen(old => (old === open ? null : old))}
        />
      )}
      {open === 'day' && (
        <DaySheet
          hint={w.day}
          onChoose={from => onChange({ ...without('date'), from })}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
