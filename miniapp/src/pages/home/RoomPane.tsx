import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useCallback, useMemo } from 'react'
import { useConversation } from '../../capabilities/conversations/useConversations'
import { LeftBehind } from '../../capabilities/messages/LeftBehind'
import { Talk } from '../../capabilities/messages/Talk'
import { peopleIn } from '../../capabilities/messages/system'
import { useRoomMessages } from '../../capabilities/messages/useRoomMessages'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { isDirect, isKeeper, roomName } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'
import { joinRoom, useRoom } from '../../capabilities/rooms/useRoom'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { useNetwork } from '../../kernel/client'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { back, go, type Address } from '../../ui/address'
import { Button } from '../../ui/Button/Button'
import { Tap } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { BubbleSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { NetworkNews } from './NetworkNews'
import { words } from './words'

interface Props {
  me: Self
  address: Address
  roomId: string
  /** Nothing covers it. */
  active: boolean
  wide: boolean
}

/** One room: its head, and what is said in it or why it cannot be read. */
export function RoomPane({ me, address, roomId, active, wide }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const network = useNetwork()
  const row = useConversation(roomId)
  const live = useRoom(roomId)
  const room = live.room ?? row?.room ?? null
  const isMember = row !== null || (live.room?.role ?? null) !== null
  const onBack = () => back({ tab: address.tab })
  const toDetails = () =>
    address.view === 'details'
      ? go({ tab: address.tab, room: roomId })
      : go({ tab: address.tab, room: roomId, view: 'details' })

  const offline = network === 'offline'
  const direct = room !== null && isDirect(room)
  const actions = room && isMember && (
    <Tap className={`hit ${address.view === 'details' ? 'hit-on' : ''}`} label={w.details} onTap={toDetails}>
      <Icon name={direct || !wide ? 'more' : 'people'} size={22} />
    </Tap>
  )
  return (
    <>
      <NavBar
        title={room ? roomName(room) : ''}
        count={room && !direct && !wide ? room.memberCount : undefined}
        subtitle={
          offline ? w.noConnection : room && !direct && wide ? w.members(room.memberCount) : undefined
        }
        backLabel={w.return}
        onBack={wide ? undefined : onBack}
        onTitle={room && isMember ? toDetails : undefined}
        face={room && <RoomFace room={room} size={36} />}
        actions={actions}
        edge
      />
      <NetworkNews />
      {room && isMember ? (
        <Messages me={me} room={room} active={active} tab={address.tab} />
      ) : room ? (
        <Closed room={room} reload={live.reload} />
      ) : live.fault ? (
        <EmptyState
          title={isRefused(live.fault) ? w.goneTitle : faultText(live.fault)}
          text={isRefused(live.fault) ? w.goneText : undefined}
        >
          <Button kind="tint" onTap={() => go({ tab: address.tab }, true)}>
            {w.toChats}
          </Button>
          <LeftBehind roomId={roomId} />
        </EmptyState>
      ) : (
        <BubbleSkeleton label={w.loading} />
      )}
    </>
  )
}

function Messages({ me, room, active, tab }: { me: Self; room: Room; active: boolean; tab: Address['tab'] }) {
  const talk = useRoomMessages(room.id)
  const ids = useMemo(() => {
    const found = new Set<string>()
    for (const { message } of talk.rows) if (message) for (const id of peopleIn(message)) found.add(id)
    return [...found]
  }, [talk.rows])
  const people = usePeople(ids)
  const onPerson = useCallback((id: string) => go({ tab, room: room.id, view: 'person', id }), [room.id, tab])
  return (
    <Talk
      roomId={room.id}
      roomName={roomName(room)}
      talk={talk}
      people={people}
      myId={me.id}
      direct={isDirect(room)}
      isModerator={isKeeper(room)}
      active={active}
      onPerson={onPerson}
    />
  )
}

/** The server was asked, and said no; without an answer nobody knows. */
const isRefused = ({ code }: Fault) => code === 'not_found' || code === 'forbidden'

/** A public room that I am not in. */
function Closed({ room, reload }: { room: Room; reload: () => Promise<void> }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const join = useTask(async () => {
    await joinRoom(room.id)
    await reload()
  })
  return (
    <EmptyState title={w.closedTitle} text={room.visibility === 'public' ? w.closedText : undefined}>
      {room.visibility === 'public' && (
        <Button
          busy={join.pending}
          onTap={() => void join.run(undefined).catch(fault => toast(faultText(fault)))}
        >
          {w.join}
        </Button>
      )}
      <Button kind="plain" onTap={() => go({}, true)}>
        {w.toChats}
      </Button>
      <LeftBehind roomId={room.id} />
    </EmptyState>
  )
}
