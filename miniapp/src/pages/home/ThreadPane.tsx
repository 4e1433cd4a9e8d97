import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo } from 'react'
import { roomName } from '../../capabilities/rooms/place'
import { ThreadOptions } from '../../capabilities/threads/ThreadOptions'
import { useSeat, useThreadReading } from '../../capabilities/threads/useThreads'
import { words as threadWords } from '../../capabilities/threads/words'
import { useWords } from '../../kernel/words'
import type { Address } from '../../ui/address'
import { Tap } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RoomTalk } from './RoomTalk'
import { words } from './words'

interface Props extends Pick<Address, 'tab' | 'community' | 'message'> {
  me: Self
  room: Room
  /** Who left a room reads its threads no more. */
  isMember: boolean
  rootId: string
  /** It stands beside its room. */
  wide: boolean
  onBack: () => void
}

/** One thread: the message it hangs on, what was said in answer, and the field to answer. */
export function ThreadPane({ me, room, isMember, rootId, wide, onBack, ...place }: Props) {
  const w = useWords(threadWords)
  const { goneTitle, goneText } = useWords(words)
  const seat = useSeat(rootId)
  const markRead = useThreadReading(rootId)
  const readSeq = seat?.readSeq ?? null
  const thread = useMemo(() => ({ rootId, readSeq, markRead }), [rootId, readSeq, markRead])
  return (
    <>
      <NavBar
        title={w.title}
        subtitle={roomName(room)}
        backLabel={w.back}
        onBack={wide ? undefined : onBack}
        actions={
          <>
            {isMember && <ThreadOptions rootId={rootId} />}
            {wide && (
              <Tap className="hit" label={w.close} onTap={onBack}>
                <Icon name="close" size={22} />
              </Tap>
            )}
          </>
        }
        edge
      />
      {isMember ? (
        <RoomTalk
          me={me}
          room={room}
          thread={thread}
          title={`${w.title} · ${roomName(room)}`}
          active
          {...place}
        />
      ) : (
        <EmptyState title={goneTitle} text={goneText} />
      )}
    </>
  )
}
