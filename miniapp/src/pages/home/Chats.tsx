import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { useBlocked } from '../../capabilities/blocks/useBlocks'
import { ChatList } from '../../capabilities/conversations/ChatList'
import type { ChatLine } from '../../capabilities/conversations/ChatRow'
import type { ConversationRow, Conversations } from '../../capabilities/conversations/useConversations'
import { useDrafts } from '../../capabilities/drafts/useDrafts'
import { peopleIn, preview } from '../../capabilities/messages/system'
import { words as messageWords } from '../../capabilities/messages/words'
import { usePresence } from '../../capabilities/presence/usePresence'
import { WithPresence } from '../../capabilities/presence/WithPresence'
import { words as presenceWords } from '../../capabilities/presence/words'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { isDirect, roomName, withPeer } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'
import { openNotes } from '../../capabilities/rooms/useRoom'
import { useAllTyping } from '../../capabilities/typing/useTyping'
import { words as typingWords } from '../../capabilities/typing/words'
import { ThreadsEntry } from '../../capabilities/threads/ThreadsEntry'
import { useFaultText } from '../../kernel/faults'
import { beginSearch } from '../../capabilities/search/searching'
import { useEach } from '../../kernel/stable'
import { useLanguage, useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import type { Place } from '../../ui/elements.types'
import { Menu } from '../../ui/Menu/Menu'
import { screenSize } from '../../ui/screen'
import { listTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { usePreviews } from './usePreviews'
import { words } from './words'

interface Props {
  me: Self
  chats: Conversations
  selected?: string
  tab: Address['tab']
  bar: ReactNode
}

/** My rooms, with the names, faces and words that other capabilities know. */
export function Chats({ me, chats, selected, tab, bar }: Props) {
  const w = useWords(words)
  const say = useWords(messageWords)
  const kinds = usePreviews()
  const { language } = useLanguage()
  const drafts = useDrafts()
  const faultText = useFaultText()
  const onOpen = useCallback((room: string) => go({ tab, room }), [tab])
  const [adding, setAdding] = useState<Place | null>(null)
  const typing = useAllTyping()
  const ids = useMemo(
    () => [
      ...new Set(
        chats.rows.flatMap(({ room, lastMessage }) => [
          ...(typing[room.id] ?? []),
          ...(lastMessage ? peopleIn(lastMessage) : []),
          ...(room.peer ? [room.peer.id] : []),
        ]),
      ),
    ],
    [chats.rows, typing],
  )
  const people = usePeople(ids)
  const blocked = useBlocked()
  const peers = useMemo(
    () => chats.rows.flatMap(({ room }) => (isDirect(room) && room.peer ? room.peer.id : [])),
    [chats.rows],
  )
  const presence = usePresence(peers)
  const states = useWords(presenceWords)
  const tell = useWords(typingWords)
  const typingIn = (there: readonly string[] | undefined, direct: boolean) => {
    const names = there?.flatMap(id => (blocked.has(id) ? [] : (people[id]?.displayName ?? []))) ?? []
    return names.length === 0 ? undefined : direct ? tell.now : tell.typing(names)
  }
  const nameOf = (id: string) => (id === me.id ? say.you : (people[id]?.displayName ?? say.someone))
  const lineOf = (row: ConversationRow): ChatLine => {
    const { lastMessage, pending } = row
    const room = withPeer(row.room, people)
    const isHidden =
      lastMessage && !isDirect(room) && lastMessage.type !== 'system' && blocked.has(lastMessage.senderId)
    const peer = isDirect(room) ? room.peer : null
    const state = (peer && presence[peer.id]?.status) ?? 'offline'
    return {
      roomId: row.roomId,
      name: roomName(room),
      face: peer ? (
        <WithPresence userId={peer.id} size={48}>
          <RoomFace room={room} />
        </WithPresence>
      ) : (
        <RoomFace room={room} />
      ),
      presence: state === 'offline' ? undefined : states[state],
      time: listTime(row.activeAt, Date.now(), language),
      preview: isHidden
        ? say.hidden
        : lastMessage
          ? preview(lastMessage, say, nameOf, isDirect(room), me.id, kinds)
          : '',
      typing: typingIn(typing[row.roomId], isDirect(room)),
      draft: row.roomId === selected ? undefined : drafts[row.roomId]?.trim(),
      pending: pending
        ? { state: pending.state, text: 'text' in pending.content ? pending.content.text : '' }
        : undefined,
      unread: row.unread,
      mention: row.mention,
      pinned: row.place.pinnedAt !== null,
      muted: row.place.notify !== 'all',
      alert: row.alert,
    }
  }
  // Of the times on the lines only the day of an older one becomes another.
  const today = new Date().toDateString()
  const known = [
    people,
    blocked,
    typing,
    tell,
    presence,
    states,
    drafts,
    selected,
    language,
    say,
    kinds,
    me.id,
  ]
  const lines = useEach(chats.rows, lineOf, [...known, today])

  const fail = (fault: { code: string }) => toast(faultText(fault))
  return (
    <>
      <ChatList
        rows={chats.rows}
        lines={lines}
        loading={chats.loading}
        fault={chats.fault}
        selected={selected}
        bar={
          <>
            {bar}
            <ThreadsEntry onOpen={() => go({ tab, room: selected, view: 'threads' })} />
          </>
        }
        onOpen={onOpen}
        onAdd={setAdding}
        onLobby={() => go({ tab: 'discover' })}
        onFind={() => go({ tab, room: selected, view: 'find' })}
        onSearch={text => {
          beginSearch(text)
          go({ tab, room: selected, view: 'search' })
        }}
        onEnd={() => chats.hasMore && void chats.loadMore().catch(() => undefined)}
      />
      {adding && (
        <Menu
          label={w.add}
          at={adding}
          screen={screenSize()}
          onClose={() => setAdding(null)}
          items={[
            { icon: 'chat', name: w.newRoom, run: () => go({ tab, room: selected, view: 'new' }) },
            { icon: 'edit', name: w.notes, run: () => void openNotes(me.id).then(onOpen, fail) },
            { icon: 'people', name: w.find, run: () => go({ tab, room: selected, view: 'find' }) },
          ]}
        />
      )}
    </>
  )
}
