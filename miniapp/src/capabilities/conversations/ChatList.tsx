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
import { Listing, Rows } from '../../ui/Listing/Listing'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { ChatRow, type ChatLine } from './ChatRow'
import { words } from './words'

interface Props {
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
}

/** My rooms, the most recent first, with a field that narrows them down. */
export function ChatList(props: Props) {
  const { lines, loading, fault, selected, bar, onOpen, onAdd, onEnd } = props
  const w = useWords(words)
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const shown = wanted ? lines.filter(line => line.name.toLowerCase().includes(wanted)) : lines
  const add = (
    <Tap className="hit" label={w.add} onTapAt={onAdd}>
      <Icon name="plus" />
    </Tap>
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
      >
        {shown.length > 0 ? (
          <Rows choose label={w.title}>
            {shown.map(line => (
              <ChatRow key={line.roomId} line={line} selected={line.roomId === selected} onOpen={onOpen} />
            ))}
          </Rows>
        ) : wanted ? (
          <EmptyState title={w.noMatchTitle(filter.trim())} text={w.noMatchText} />
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
