import { useMemo } from 'react'
import type { UseWording } from '../../capabilities/favourites/FavouriteRows'
import { inWords } from '../../capabilities/messages/said'
import { words as messageWords } from '../../capabilities/messages/words'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { roomName, withPeer } from '../../capabilities/rooms/place'
import { useDevice } from '../../kernel/device'
import { useSession } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { usePreviews } from './usePreviews'

/** How what I keep is worded: by the names of people and rooms of the moment. */
export const useFavouriteWords: UseWording = favourites => {
  const w = useWords(messageWords)
  const kinds = usePreviews()
  const myId = useSession().user?.id
  const rooms = useDevice(({ replica }) => replica.rooms, null)
  const ids = useMemo(() => [...new Set(favourites.map(({ senderId }) => senderId))], [favourites])
  const people = usePeople(ids)
  return useMemo(
    () =>
      ({ senderId, roomId, type, content }) => {
        const room = rooms?.[roomId]?.room
        return {
          name: senderId === myId ? w.you : (people[senderId]?.displayName ?? w.someone),
          room: room ? roomName(withPeer(room, people)) : '',
          line: inWords({ type, content }, kinds, w.unknown),
        }
      },
    [w, kinds, myId, rooms, people],
  )
}
