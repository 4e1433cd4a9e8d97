import type { ReactNode } from 'react'
import { Discover } from '../../capabilities/communities/Discover'
import { PublicRooms } from '../../capabilities/rooms/PublicRooms'
import { usePublicRooms } from '../../capabilities/rooms/useRoom'
import { go, type Address } from '../../ui/address'

interface Props {
  address: Address
  bar: ReactNode
  isMine: (roomId: string) => boolean
}

/** Communities and public rooms, and the way into them. */
export function DiscoverTab({ address, bar, isMine }: Props) {
  const rooms = usePublicRooms()
  const { tab, room } = address
  return (
    <Discover
      bar={bar}
      onOpen={community => go({ tab, room, community })}
      onNew={() => go({ ...address, view: 'new-community' })}
      more={(filter, none) => (
        <PublicRooms
          rooms={rooms}
          filter={filter}
          isMine={isMine}
          onOpen={id => go({ tab, room: id })}
          none={none}
        />
      )}
      onEnd={() => rooms.hasMore && void rooms.loadMore()}
    />
  )
}
