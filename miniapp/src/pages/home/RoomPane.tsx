import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useMemo } from 'react'
import { useConversation } from '../../capabilities/conversations/useConversations'
import { LeftBehind } from '../../capabilities/messages/LeftBehind'
import { WithPresence } from '../../capabilities/presence/WithPresence'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { isDirect, mayJoin, roomName, withPeer } from '../../capabilities/rooms/place'
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
import { RoomTalk } from './RoomTalk'
import { useRoomNews } from './useRoomNews'
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
  const found = live.room ?? row?.room ?? null
  const peers = usePeople(found?.peer ? [found.peer.id] : [])
  const room = useMemo(() => withPeer(found, peers), [found, peers])
  const isMember = row !== null || (live.room?.role ?? null) !== null
  const { tab, community } = address
  const onBack = () => back({ tab, community })
  const toDetails = () =>
    address.view === 'details'
      ? go({ tab, community, room: roomId })
      : go({ tab, community, room: roomId, view: 'details' })

  const news = useRoomNews(roomId, room)
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
          offline
            ? w.noConnection
            : news || (room && !direct && wide ? w.members(room.memberCount) : undefined)
        }
        backLabel={w.return}
        onBack={wide ? undefined : onBack}
        onTitle={room && isMember ? toDetails : undefined}
        face={room && <HeadFace room={room} />}
        actions={actions}
        edge
      />
      <NetworkNews />
      {room && isMember ? (
        <RoomTalk
          me={me}
          room={room}
          active={active}
          tab={tab}
          community={community}
          message={address.view === 'thread' ? undefined : address.message}
        />
      ) : room ? (
        <Closed room={room} reload={live.reload} />
      ) : live.fault ? (
        <EmptyState
          title={isRefused(live.fault) ? w.goneTitle : faultText(live.fault)}
          text={isRefused(live.fault) ? w.goneText : undefined}
        >
          <Button kind="tint" onTap={() => go({ tab }, true)}>
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

/** A room's face in its head; with someone's own, whether they are there. */
function HeadFace({ room }: { room: Room }) {
  const face = <RoomFace room={room} size={36} />
  if (!isDirect(room) || !room.peer) return face
  return (
    <WithPresence userId={room.peer.id} size={36}>
      {face}
    </WithPresence>
  )
}

/** The server was asked, and said no; without an answer nobody knows. */
const isRefused = ({ code }: Fault) => code === 'not_found' || code === 'forbidden'

/** A room that I may know of and am not in. */
function Closed({ room, reload }: { room: Room; reload: () => Promise<void> }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const join = useTask(async () => {
    await joinRoom(room.id)
    await reload()
  })
  return (
    <EmptyState title={w.closedTitle} text={mayJoin(room) ? w.closedText : undefined}>
      {mayJoin(room) && (
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
