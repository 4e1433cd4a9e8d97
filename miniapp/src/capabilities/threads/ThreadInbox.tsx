import type { FollowedThread } from '@community-chat/shared/capabilities/threads/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useLanguage, useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-threads.svg'
import { Badge } from '../../ui/Badge/Badge'
import { Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { ListRow } from '../../ui/ListRow/ListRow'
import { Listing, Rows } from '../../ui/Listing/Listing'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { listTime } from '../../ui/times'
import type { Pages } from '../../kernel/pages'
import { words } from './words'

interface Props {
  threads: Pages<FollowedThread>
  face: (roomId: string) => ReactNode
  roomName: (roomId: string) => string
  nameOf: (userId: string) => string
  /** A message in one line of words. */
  inWords: (message: Message) => string
  onOpen: (thread: FollowedThread) => void
  onBack: () => void
}

/** The threads I follow in all of my rooms, the last active first. */
export function ThreadInbox({ threads, onBack, ...row }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { rows, loading, fault, hasMore, loadMore } = threads
  return (
    <>
      <NavBar title={w.inbox} backLabel={w.back} onBack={onBack} edge />
      <Listing onEnd={() => void (hasMore && loadMore().catch(() => undefined))}>
        {rows.length > 0 ? (
          <Rows label={w.inbox}>
            {rows.map(one => (
              <ThreadRow key={one.root.id} thread={one} {...row} />
            ))}
          </Rows>
        ) : loading ? (
          <RowSkeleton label={w.loading} />
        ) : fault ? (
          <EmptyState title={w.failTitle} text={faultText(fault)} />
        ) : (
          <EmptyState art={emptyArt} title={w.noneTitle} text={w.noneText} />
        )}
      </Listing>
    </>
  )
}

function ThreadRow({
  thread,
  face,
  roomName,
  nameOf,
  inWords,
  onOpen,
}: Omit<Props, 'threads' | 'onBack'> & { thread: FollowedThread }) {
  const w = useWords(words)
  const { language } = useLanguage()
  const { root, last, unread, mention, seat } = thread
  const title = root.gone ? w.gone : inWords(root) || w.other
  const line = `${nameOf(last.senderId)}${w.colon}${inWords(last) || w.other}`
  const time = listTime(Date.parse(last.createdAt), Date.now(), language)
  const room = roomName(seat.roomId)
  const muted = seat.level === 'none' || (seat.level === 'mentions' && !mention)
  return (
    <ListRow
      label={[room, title, unread > 0 ? w.unread(unread) : '', time, line].filter(Boolean).join(', ')}
      face={face(seat.roomId)}
      name={<Text className="one-line">{title}</Text>}
      time={time}
      bold={unread > 0 && !muted}
      line={<Text className="one-line">{`${room} · ${line}`}</Text>}
      end={<Badge count={unread} muted={muted} />}
      onTap={() => onOpen(thread)}
    />
  )
}
