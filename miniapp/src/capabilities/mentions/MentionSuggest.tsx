import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useEffect, useState, type MutableRefObject, type ReactNode } from 'react'
import { faceOf } from '../../kernel/face'
import type { TalkField } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { useMouse } from '../../ui/screen'
import { useCallable } from './people'
import { called, queryAt } from './spans'
import { words } from './words'
import { keep, written } from './writing'
import './Mentions.scss'

/** What the keys of the field do while something is suggested. */
export interface Chooser {
  move(step: 1 | -1): void
  choose(): void
  close(): void
}

export interface Calling {
  roomId: string
  /** What is written in: the room, or a thread of it. */
  place: string
  memberCount: number
  myId: string
  /** Who spoke, the latest first. */
  recent: readonly string[]
  mayCallAll: boolean
}

interface Props extends Calling {
  field: TalkField
  chooser: MutableRefObject<Chooser | null>
}

interface Option {
  userId: string | null
  name: string
  note?: string
  face: ReactNode
}

/** As many as stand over the field at once where there are keys to walk with. */
const shownAtOnce = 6

/** Whom one may mean, while a name is written after an at sign. */
export function MentionSuggest({ field, chooser, place, memberCount, mayCallAll, ...use }: Props) {
  const w = useWords(words)
  const mouse = useMouse()
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const key = field.editing ?? place
  const state = written(key, field.text, field.mentions)
  const query = queryAt(state, field.at)
  const isOpen = query !== null && query.at !== closedAt
  const people = useCallable({ ...use, memberCount }, isOpen ? query.text : null)
  const options = isOpen ? optionsOf(people, query.text, mayCallAll ? everyone(w, memberCount) : null) : []

  const choose = (option: Option | undefined) => {
    if (!option || !query) return
    const next = called(state, query.at, field.at, option)
    keep(key, next)
    field.set(next.text, next.cursor)
  }
  useEffect(() => setActive(0), [query?.at, query?.text])
  useEffect(() => {
    if (query === null) setClosedAt(null)
  }, [query === null])
  useEffect(() => {
    const { length } = options
    chooser.current =
      length > 0 && query
        ? {
            move: step => setActive((active + step + length) % length),
            choose: () => choose(options[active] ?? options[0]),
            close: () => setClosedAt(query.at),
          }
        : null
    return () => {
      chooser.current = null
    }
  })

  if (options.length === 0) return null
  const first = mouse ? Math.max(0, active - shownAtOnce + 1) : 0
  const shown = mouse ? options.slice(first, first + shownAtOnce) : options
  return (
    <Box className="mention-anchor">
      <Box className="mention-box">
        <Scroll className="mention-list" role="listbox" label={w.suggestions}>
          {shown.map((option, n) => (
            <Tap
              key={option.userId ?? 'all'}
              className={`mention-option ${mouse && first + n === active ? 'mention-active' : ''}`}
              role="option"
              selected={first + n === active}
              onTap={() => choose(option)}
            >
              {option.face}
              <Text className="mention-name one-line">{option.name}</Text>
              {option.note && <Text className="mention-note one-line">{option.note}</Text>}
            </Tap>
          ))}
        </Scroll>
      </Box>
    </Box>
  )
}

/** Everyone stands first while nothing is looked for, else behind the people whose name fits. */
function optionsOf(people: readonly Person[], query: string, all: Option | null): Option[] {
  const found = people.map(optionOf)
  if (!all) return found
  if (query === '') return [all, ...found]
  const wanted = query.toLowerCase()
  return [all.name, 'all', 'everyone', '所有人'].some(one => one.startsWith(wanted)) ? [...found, all] : found
}

const everyone = (w: (typeof words)['en'], memberCount: number): Option => ({
  userId: null,
  name: w.everyone,
  note: w.everyoneNote(memberCount),
  face: (
    <Box className="mention-all" silent>
      @
    </Box>
  ),
})

const optionOf = ({ id, displayName, avatar }: Person): Option => ({
  userId: id,
  name: displayName,
  face: <Avatar {...faceOf(avatar)} size={32} />,
})
