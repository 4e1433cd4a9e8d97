import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { ListRow } from '../../ui/ListRow/ListRow'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { Tick } from '../../ui/Tick/Tick'
import { Face } from './Face'
import { useFindPeople } from './usePeople'
import { words } from './words'
import './PeoplePicker.scss'

interface Props {
  /** Not offered: those who are there already. */
  without?: ReadonlySet<string>
  /** With it several can be chosen; without it a tap opens the person. */
  chosen?: Person[]
  onTap: (person: Person) => void
}

/** Finds people by the beginning of their name. */
export function PeoplePicker({ without, chosen, onTap }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [query, setQuery] = useState('')
  const wanted = query.trim()
  const found = useFindPeople(wanted)
  const rows = found.rows.filter(person => !without?.has(person.id))
  const isChosen = (person: Person) => chosen?.some(one => one.id === person.id) ?? false
  return (
    <Box className="picker">
      <Box className="picker-search">
        <Search value={query} onInput={setQuery} placeholder={w.findHint} clearLabel={w.clear} focus />
      </Box>
      {chosen && chosen.length > 0 && (
        <Scroll horizontal className="picker-chosen">
          {chosen.map(person => (
            <Tap
              key={person.id}
              className="picker-chip"
              label={w.unchoose(person.displayName)}
              onTap={() => onTap(person)}
            >
              <Face person={person} size={24} />
              <Text className="one-line">{person.displayName}</Text>
              <Icon name="close" size={14} />
            </Tap>
          ))}
        </Scroll>
      )}
      <Scroll className="picker-list">
        {rows.length > 0 ? (
          rows.map(person => (
            <ListRow
              key={person.id}
              low
              role={chosen ? 'checkbox' : undefined}
              checked={chosen && isChosen(person)}
              face={<Face person={person} size={40} />}
              name={<Text className="one-line">{person.displayName}</Text>}
              end={chosen && <Tick on={isChosen(person)} />}
              onTap={() => onTap(person)}
            />
          ))
        ) : !wanted ? (
          <Box className="picker-hint">{w.findText}</Box>
        ) : found.loading ? (
          <RowSkeleton rows={3} label={w.finding} />
        ) : found.fault ? (
          <Box className="picker-hint">{faultText(found.fault)}</Box>
        ) : (
          <EmptyState title={w.none(wanted)} text={w.noneText} />
        )}
      </Scroll>
    </Box>
  )
}
