import { Category, type Community } from '@community-chat/shared/capabilities/communities/contract'
import { useEffect, useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-chat.svg'
import { Button } from '../../ui/Button/Button'
import { Chips } from '../../ui/Chips/Chips'
import { Box, Tap } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { Listing, Rows } from '../../ui/Listing/Listing'
import { More } from '../../ui/More/More'
import { NavBar } from '../../ui/NavBar/NavBar'
import { PlaceCard } from '../../ui/PlaceCard/PlaceCard'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { CommunityFace } from './CommunityFace'
import { joinCommunity, useDirectory, type Shelf } from './useCommunities'
import { words } from './words'
import './Community.scss'

interface Props {
  bar: ReactNode
  onOpen: (communityId: string) => void
  onNew: () => void
  /** What else there is to discover, narrowed to what is typed; `none` stands where there is nothing of it either. */
  more: (filter: string, none: ReactNode) => ReactNode
  /** Loads more of that. */
  onEnd: () => void
}

/** The directory of communities, by words and by category. */
export function Discover({ bar, onOpen, onNew, more, onEnd }: Props) {
  const w = useWords(words)
  const [filter, setFilter] = useState('')
  const [shelf, setShelf] = useState<Shelf>('all')
  const query = useSettled(filter.trim())
  const directory = useDirectory(shelf, query)
  const { rows, loading, fault, hasMore } = directory
  const loadMore = () => void directory.loadMore()
  const shelves: { key: Shelf; name: string }[] = [
    { key: 'all', name: w.all },
    { key: 'mine', name: w.mine },
    ...Category.options.map(key => ({ key, name: w.categories[key] })),
  ]
  const add = (
    <Tap className="hit" label={w.newTitle} onTap={onNew}>
      <Icon name="plus" />
    </Tap>
  )
  const none = query ? (
    <EmptyState title={w.noMatch(query)} text={w.noMatchText} />
  ) : (
    <EmptyState art={emptyArt} title={w.noneTitle} text={w.noneText}>
      <Button onTap={onNew}>{w.newTitle}</Button>
    </EmptyState>
  )
  const isAll = shelf === 'all'
  return (
    <>
      <NavBar title={w.discover} big actions={add} />
      <Listing
        head={
          <>
            <Search value={filter} onInput={setFilter} placeholder={w.filter} clearLabel={w.clear} />
            <Chips label={w.shelves} chips={shelves} chosen={shelf} onChoose={setShelf} />
          </>
        }
        bar={bar}
        onEnd={isAll ? onEnd : hasMore ? loadMore : undefined}
      >
        <Rows>
          {rows.length > 0 && (
            <Box className="community-head" heading={2}>
              {isAll ? w.communities : shelves.find(one => one.key === shelf)!.name}
            </Box>
          )}
          {rows.map(community => (
            <Card key={community.id} community={community} onOpen={() => onOpen(community.id)} />
          ))}
          {isAll && hasMore && <More word={w.more} onTap={loadMore} />}
          {loading && <RowSkeleton rows={isAll ? 4 : 7} label={w.loading} />}
          {isAll && !loading && !(fault && rows.length === 0) && more(query, rows.length === 0 ? none : null)}
          {!isAll && !loading && !fault && rows.length === 0 && none}
        </Rows>
        {fault && rows.length === 0 && <Failed fault={fault} onAgain={() => void directory.reload()} />}
      </Listing>
    </>
  )
}

/** What is typed, once the typing pauses; nothing at once. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    if (typed === '') return setSettled('')
    const timer = setTimeout(() => setSettled(typed), 250)
    return () => clearTimeout(timer)
  }, [typed])
  return typed === '' ? '' : settled
}

/** Why there is nothing to show, and another try. */
export function Failed({ fault, onAgain }: { fault: { code: string }; onAgain: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  return (
    <EmptyState title={w.failTitle} text={faultText(fault)}>
      <Button kind="tint" onTap={onAgain}>
        {w.again}
      </Button>
    </EmptyState>
  )
}

function Card({ community, onOpen }: { community: Community; onOpen: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { name } = community
  const join = useTask(async () => {
    await joinCommunity(community.id)
    onOpen()
  })
  const run = () => void join.run(undefined).catch(fault => toast(faultText(fault)))
  const end = community.role ? (
    <Button kind="soft" size={32} label={`${w.joined}: ${name}`} onTap={onOpen}>
      {w.joined}
    </Button>
  ) : (
    <Button kind="tint" size={32} busy={join.pending} label={`${w.join} ${name}`} onTap={run}>
      {w.join}
    </Button>
  )
  return (
    <PlaceCard
      face={<CommunityFace community={community} size={48} />}
      name={name}
      text={community.description.split('\n')[0]}
      count={`${w.members(community.memberCount)} · ${w.rooms(community.roomCount)}`}
      end={end}
      onTap={onOpen}
    />
  )
}
