import { folded } from '@community-chat/shared/capabilities/search/fold'
import { snippetOf } from '@community-chat/shared/capabilities/search/find'
import { termsOf } from '@community-chat/shared/capabilities/search/tokens'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo, useState } from 'react'
import { useConversations } from '../../capabilities/conversations/useConversations'
import { calledBy } from '../../capabilities/messages/system'
import { Face } from '../../capabilities/profiles/Face'
import { useFindPeople, usePeople } from '../../capabilities/profiles/usePeople'
import { isDirect, roomName, withPeer } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'
import { useFindRooms } from '../../capabilities/rooms/useRoom'
import { Filters } from '../../capabilities/search/Filters'
import { Marked } from '../../capabilities/search/Marked'
import { useRecent } from '../../capabilities/search/recent'
import { useSearching } from '../../capabilities/search/searching'
import { type SearchRow, type SearchSection, SearchView } from '../../capabilities/search/SearchView'
import { useFoundMessages } from '../../capabilities/search/useFoundMessages'
import { words as searchWords } from '../../capabilities/search/words'
import { useLanguage, useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { Text } from '../../ui/elements'
import { useWide } from '../../ui/screen'
import { listTime } from '../../ui/times'

interface Props {
  me: Self
  address: Address
  onBack: () => void
}

const fewRows = 3

/** The search of everything: conversations, people, public rooms and messages. */
export function SearchPane({ me, address, onBack }: Props) {
  const w = useWords(searchWords)
  const wide = useWide()
  const { query, filter, setQuery, setFilter } = useSearching()
  const { recent, remember, forget } = useRecent(me.id)
  const places = usePlaces()
  const found = useFoundMessages(query, filter)
  const isNarrow = Object.keys(filter).length > 0
  // A hit stays beside the search where there is room for both.
  const open = (to: Address) => {
    remember(query)
    go({ tab: address.tab, ...(wide ? { view: 'search' as const } : {}), ...to })
  }
  const sections = useSections(isNarrow ? '' : query, places.rooms, me.id, open)
  const hits = useHits(found, query, places.byId, me, filter.roomId !== undefined, open)
  const senderIds = useMemo(
    () =>
      [...new Set([me.id, ...found.hits.map(hit => hit.message.senderId), ...places.peerIds])].slice(0, 30),
    [me.id, found.hits, places.peerIds],
  )
  const people = usePeople(senderIds)
  return (
    <SearchView
      query={query}
      onInput={setQuery}
      placeholder={filter.roomId ? w.hintRoom : w.hint}
      sections={sections}
      messages={found}
      hits={hits}
      recent={{ recent, forget }}
      // Beside the search every hit was a step: leaving it leaves all of them behind, but not the room.
      onBack={wide ? () => go({ ...address, view: undefined, id: undefined }, true) : onBack}
      filters={
        <Filters
          filter={filter}
          onChange={setFilter}
          rooms={places.rooms.slice(0, 30).map(room => ({ id: room.id, name: roomName(room) }))}
          senders={senderIds.flatMap(id =>
            id === me.id ? { id, name: w.me } : people[id] ? { id, name: people[id].displayName } : [],
          )}
        />
      }
    />
  )
}

/** My rooms, the latest first, direct ones under the name that their other person has now. */
function usePlaces() {
  const { rows } = useConversations()
  const peerIds = useMemo(
    () => rows.flatMap(({ room }) => (isDirect(room) && room.peer ? room.peer.id : [])),
    [rows],
  )
  const people = usePeople(peerIds)
  return useMemo(() => {
    const rooms = rows.map(({ room }) => withPeer(room, people))
    return { rooms, peerIds, byId: new Map(rooms.map(room => [room.id, room])) }
  }, [rows, people, peerIds])
}

function useSections(
  query: string,
  mine: Room[],
  myId: string,
  open: (to: Address) => void,
): SearchSection[] {
  const w = useWords(searchWords)
  const wanted = query.trim()
  const [opened, setOpened] = useState('')
  const people = useFindPeople(wanted)
  const others = useFindRooms(wanted)
  const begins = (name: string) => folded(name).includes(folded(wanted))
  const ids = new Set(mine.map(({ id }) => id))
  const section = (key: string, title: string, rows: SearchRow[]): SearchSection => {
    const mark = `${key} ${wanted}`
    const isCut = rows.length > fewRows && opened !== mark
    return {
      key,
      title,
      rows: isCut ? rows.slice(0, fewRows) : rows,
      more: isCut ? () => setOpened(mark) : undefined,
    }
  }
  if (!wanted) return []
  const roomRow = (room: Room): SearchRow => ({
    key: room.id,
    face: <RoomFace room={room} size={40} />,
    name: <Name text={roomName(room)} query={wanted} />,
    run: () => open({ room: room.id }),
  })
  const personRow = (person: Person): SearchRow => ({
    key: person.id,
    face: <Face person={person} size={40} />,
    name: <Name text={person.displayName} query={wanted} />,
    run: () => open({ view: 'person', id: person.id }),
  })
  return [
    section('chats', w.chats, mine.filter(room => begins(roomName(room))).map(roomRow)),
    section('people', w.people, people.rows.filter(person => person.id !== myId).map(personRow)),
    section('rooms', w.rooms, others.filter(room => !ids.has(room.id)).map(roomRow)),
  ]
}

const Name = ({ text, query }: { text: string; query: string }) => (
  <Text className="one-line">
    <Marked {...snippetOf(text, termsOf(query))} />
  </Text>
)

/** So many characters of a hit have room in the two lines of a narrow row, with its sender before them. */
const hitLength = 48

function useHits(
  { hits }: ReturnType<typeof useFoundMessages>,
  query: string,
  rooms: ReadonlyMap<string, Room>,
  me: Self,
  inOneRoom: boolean,
  open: (to: Address) => void,
): SearchRow[] {
  const w = useWords(searchWords)
  const { language } = useLanguage()
  const ids = useMemo(() => [...new Set(hits.map(({ message }) => message.senderId))], [hits])
  const people = usePeople(ids)
  return hits.map(({ message, snippet }) => {
    const room = rooms.get(message.roomId)
    const sender = message.senderId === me.id ? me : people[message.senderId]
    const name = message.senderId === me.id ? w.me : (sender?.displayName ?? '')
    const text = snippet.text || w.kinds[message.type] || ''
    const lead = inOneRoom || (room && isDirect(room)) || !name ? '' : `${calledBy(name)}${w.colon}`
    return {
      key: message.id,
      face:
        inOneRoom && sender ? (
          <Face person={sender} size={40} />
        ) : room ? (
          <RoomFace room={room} size={40} />
        ) : null,
      name: <Text className="one-line">{inOneRoom || !room ? name : roomName(room)}</Text>,
      time: listTime(Date.parse(message.createdAt), Date.now(), language),
      line: (
        <Text>
          {lead}
          <Marked
            {...(text.length > hitLength
              ? snippetOf(text, termsOf(query), hitLength)
              : { text, ranges: snippet.ranges })}
          />
        </Text>
      ),
      run: () => open(placeOf(message)),
    }
  })
}

/** Where a message stands: in its room, or only in a thread there. */
const placeOf = ({ id, roomId, threadId, alsoToRoom }: Message): Address =>
  threadId && !alsoToRoom
    ? { room: roomId, view: 'thread', id: threadId, message: id }
    : { room: roomId, message: id }
