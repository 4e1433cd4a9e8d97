import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-chat.svg'
import { Button } from '../../ui/Button/Button'
import { Box, Scroll, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { RoomFace } from './RoomFace'
import { joinRoom, usePublicRooms } from './useRoom'
import { words } from './words'
import './Discover.scss'

interface Props {
  bar: ReactNode
  /** True for rooms that are in my list by now. */
  isMine: (roomId: string) => boolean
  onOpen: (roomId: string) => void
  onNew: () => void
}

/** The public rooms, and the way into them. */
export function Discover({ bar, isMine, onOpen, onNew }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { rows, loading, fault, hasMore, loadMore, reload } = usePublicRooms()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const shown = rows.filter(room => `${room.name} ${room.topic}`.toLowerCase().includes(wanted))
  return (
    <>
      <NavBar title={w.discover} big />
      <Box className="discover-search">
        <Search value={filter} onInput={setFilter} placeholder={w.filter} clearLabel={w.clear} />
      </Box>
      {bar}
      <Scroll className="discover" onEnd={hasMore ? () => void loadMore() : undefined}>
        {shown.length > 0 ? (
          <Box className="discover-list">
            <Box className="discover-title" heading={2}>
              {w.publicRooms}
            </Box>
            {shown.map(room => (
              <PublicRoom
                key={room.id}
                room={room}
                mine={room.role !== null || isMine(room.id)}
                onOpen={onOpen}
              />
            ))}
          </Box>
        ) : loading ? (
          <RowSkeleton label={w.loading} />
        ) : fault ? (
          <EmptyState title={w.failTitle} text={faultText(fault)}>
            <Button kind="tint" onTap={() => void reload()}>
              {w.again}
            </Button>
          </EmptyState>
        ) : wanted ? (
          <EmptyState title={w.noMatch(filter.trim())} text={w.noMatchText} />
        ) : (
          <EmptyState art={emptyArt} title={w.noneTitle} text={w.noneText}>
            <Button onTap={onNew}>{w.newTitle}</Button>
          </EmptyState>
        )}
      </Scroll>
    </>
  )
}

function PublicRoom({ room, mine, onOpen }: { room: Room; mine: boolean; onOpen: (roomId: string) => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const join = useTask(async () => {
    await joinRoom(room.id)
    onOpen(room.id)
  })
  const run = () => void join.run(undefined).catch(fault => toast(faultText(fault)))
  return (
    <Box className="discover-row">
      <RoomFace room={room} size={48} />
      <Box className="discover-words">
        <Text className="discover-name one-line">{room.name}</Text>
        {room.topic && <Text className="discover-topic one-line">{room.topic}</Text>}
        <Text className="discover-count">{w.members(room.memberCount)}</Text>
      </Box>
      {mine ? (
        <Button kind="soft" size={32} label={`${w.open} ${room.name}`} onTap={() => onOpen(room.id)}>
          {w.open}
        </Button>
      ) : (
        <Button kind="tint" size={32} busy={join.pending} label={`${w.join} ${room.name}`} onTap={run}>
          {w.join}
        </Button>
      )}
    </Box>
  )
}
