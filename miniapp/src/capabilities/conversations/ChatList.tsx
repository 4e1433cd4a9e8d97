import { useState, type ReactNode } from 'react'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-chat.svg'
import { Button } from '../../ui/Button/Button'
import { Tap } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { Listing } from '../../ui/Listing/Listing'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import type { ChatLine } from './ChatRow'
import { ChatRows } from './ChatRows'
import { filtered } from './filter'
import type { ConversationRow } from './useConversations'
import { words } from './words'

interface Props {
  /** The rows in order, and each as it is shown. */
  rows: ConversationRow[]
  lines: ChatLine[]
  loading: boolean
  fault: Fault | null
  selected?: string
  /** The network bar. */
  bar: ReactNode
  onOpen: (roomId: string) => void
  onAdd: (at: Place) => void
  onLobby: () => void
  onFind: () => void
  onEnd: () => void
  /** Looks for a text in what was said. */
  onSearch?: (text: string) => void
}

/** My rooms, with a field that narrows them down. */
export function ChatList(props: Props) {
  const { lines, loading, fault, bar, onAdd, onEnd, onSearch } = props
  const w = useWords(words)
  const [filter, setFilter] = useState('')
  const wanted = filter.trim()
  const shown = filtered(lines, wanted)
  /** The row that is swiped open. */
  const [swiped, setSwiped] = useState<string | null>(null)
  const add = (
    <Tap className="hit" label={w.add} onTapAt={onAdd}>
      <Icon name="plus" />
    </Tap>
  )
  const search = onSearch && (
    <Button kind="plain" onTap={() => onSearch(wanted)}>
      {w.searchMessages(wanted)}
    </Button>
  )
  return (
    <>
      <NavBar title={w.title} big actions={add} />
      <Listing
        head={
          lines.length > 0 && (
            <Search
              id="chat-filter"
              value={filter}
              onInput={setFilter}
              placeholder={w.filter}
              clearLabel={w.clear}
            />
          )
        }
        bar={bar}
        onEnd={onEnd}
        onScroll={swiped === null ? undefined : () => setSwiped(null)}
      >
        {shown.length > 0 ? (
          <>
            <ChatRows {...props} shown={shown} sought={wanted} swiped={swiped} onSwipe={setSwiped} />
            {wanted && search}
          </>
        ) : wanted ? (
          <EmptyState title={w.noMatchTitle(wanted)} text={w.noMatchText}>
            {search}
          </EmptyState>
        ) : loading ? (
          <RowSkeleton label={w.loading} />
        ) : (
          <NoChats {...props} fault={fault} />
        )}
      </Listing>
    </>
  )
}

function NoChats({ fault, onLobby, onFind }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  if (fault) return <EmptyState title={w.failTitle} text={faultText(fault)} />
  return (
    <EmptyState art={emptyArt} title={w.emptyTitle} text={w.emptyText}>
      <Button onTap={onLobby}>{w.lobby}</Button>
      <Button kind="plain" onTap={onFind}>
        {w.find}
      </Button>
    </EmptyState>
  )
}
