import { useEffect, useRef, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-search.svg'
import { Button } from '../../ui/Button/Button'
import { Box, Tap, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { focusOn } from '../../ui/keys'
import { Listing } from '../../ui/Listing/Listing'
import { ListRow } from '../../ui/ListRow/ListRow'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { Recent } from './Recent'
import type { FoundMessages } from './useFoundMessages'
import { words } from './words'
import './SearchView.scss'

/** One thing that was found, and the way to it. */
export interface SearchRow {
  key: string
  face: ReactNode
  name: ReactNode
  time?: string
  line?: ReactNode
  run: () => void
}

/** Things of one kind; `more` shows those that are left out. */
export interface SearchSection {
  key: string
  title: string
  rows: SearchRow[]
  more?: () => void
}

interface Props {
  query: string
  onInput: (query: string) => void
  placeholder: string
  /** Chips under the field. */
  filters: ReactNode
  sections: SearchSection[]
  messages: FoundMessages
  hits: SearchRow[]
  recent: { recent: readonly string[]; forget: () => void }
  onBack: () => void
}

const fieldId = 'search-field'
const idOf = (at: number) => `search-row-${at}`

/** One field, and everything that it finds: places and people at once, messages as they come. */
export function SearchView(props: Props) {
  const { query, onInput, placeholder, filters, sections, messages, hits, recent, onBack } = props
  const w = useWords(words)
  const shown = sections.filter(({ rows }) => rows.length > 0)
  const count = shown.reduce((sum, { rows }) => sum + rows.length, 0) + hits.length
  const at = useRef(-1)
  useEffect(() => {
    at.current = -1
  }, [query])
  const onKey = (key: string) => {
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    if (step === 0) return false
    at.current = Math.max(-1, Math.min(count - 1, at.current + step))
    focusOn(at.current < 0 ? fieldId : idOf(at.current))
    return true
  }
  const first = shown[0]?.rows[0] ?? hits[0]
  let number = 0
  return (
    <Box className="search-page" onKey={onKey}>
      <NavBar title={w.title} backLabel={w.back} onBack={onBack} />
      <Listing
        head={
          <>
            <Search
              id={fieldId}
              value={query}
              onInput={onInput}
              placeholder={placeholder}
              clearLabel={w.clear}
              onConfirm={() => first?.run()}
              focus
            />
            {filters}
          </>
        }
        onEnd={() => messages.hasMore && void messages.loadMore()}
      >
        {shown.map(section => (
          <Box key={section.key} className="search-section">
            <SectionTitle title={section.title} more={section.more} />
            {section.rows.map(row => (
              <Row key={row.key} id={idOf(number++)} row={row} />
            ))}
          </Box>
        ))}
        {messages.asked && (hits.length > 0 || count > 0 || messages.loading || messages.fault) && (
          <Box className="search-section">
            <SectionTitle title={w.messages} />
            {messages.isLocal && <Box className="search-note">{w.offline}</Box>}
            {hits.map(row => (
              <Row key={row.key} id={idOf(number++)} row={row} />
            ))}
            <Rest messages={messages} isEmpty={hits.length === 0} />
          </Box>
        )}
        {count === 0 && !messages.loading && !messages.fault && <Nothing {...props} recent={recent} />}
      </Listing>
    </Box>
  )
}

const Row = ({ row: { face, name, time, line, run }, id }: { row: SearchRow; id: string }) => (
  <ListRow id={id} low face={face} name={name} time={time} line={line} onTap={run} />
)

function SectionTitle({ title, more }: { title: string; more?: () => void }) {
  const w = useWords(words)
  return (
    <Box className="search-title">
      <Box heading={2}>{title}</Box>
      {more && (
        <Tap className="search-more" label={`${w.more}: ${title}`} onTap={more}>
          <Text>{w.more}</Text>
          <Icon name="right" size={16} />
        </Tap>
      )}
    </Box>
  )
}

/** What stands under the messages: that more are coming, that none are, or why none came. */
function Rest({ messages, isEmpty }: { messages: FoundMessages; isEmpty: boolean }) {
  const w = useWords(words)
  const faultText = useFaultText()
  if (messages.fault)
    return (
      <EmptyState title={w.failTitle} text={faultText(messages.fault)}>
        <Button kind="tint" onTap={() => void messages.reload()}>
          {w.tryAgain}
        </Button>
      </EmptyState>
    )
  if (messages.loading) return <RowSkeleton rows={3} label={w.searching} />
  if (isEmpty) return <Box className="search-note">{w.noMessages}</Box>
  return null
}

function Nothing({ query, messages, recent, onInput }: Props) {
  const w = useWords(words)
  const wanted = query.trim()
  if (wanted || messages.asked)
    return (
      <>
        {messages.isLocal && <Box className="search-note">{w.offline}</Box>}
        <EmptyState art={emptyArt} title={w.noneTitle(wanted)} text={w.noneText} />
      </>
    )
  if (recent.recent.length > 0) return <Recent {...recent} onChoose={onInput} />
  return <EmptyState art={emptyArt} title={w.startTitle} text={w.startText} />
}
