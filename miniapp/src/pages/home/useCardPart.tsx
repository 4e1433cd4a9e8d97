import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { CardContent } from '@community-chat/shared/capabilities/messages/content'
import { useMemo, useState, type RefObject } from 'react'
import type { z } from 'zod/mini'
import { CommunityFace } from '../../capabilities/communities/CommunityFace'
import { useCommunity } from '../../capabilities/communities/useCommunities'
import { Face } from '../../capabilities/profiles/Face'
import { usePerson } from '../../capabilities/profiles/usePeople'
import { roomName } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'
import { useRoom } from '../../capabilities/rooms/useRoom'
import type { TalkHandle, TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { InfoCard } from '../../ui/InfoCard/InfoCard'
import { later } from '../../ui/later'
import { words } from './card-words'

type Card = z.output<typeof CardContent>

const CardPicker = later(() => import('./CardPicker').then(file => file.CardPicker))

const cardIn = ({ content }: Pick<Message, 'content'>): Card | null =>
  content && 'type' in content && content.type === 'card' ? content : null

/** Cards of people and places in one line of words. */
export function useCardPreview(): Pick<TalkPart, 'preview'> {
  const w = useWords(words)
  return useMemo(() => ({ preview: message => (cardIn(message) ? w.preview : undefined) }), [w])
}

/** Cards of people and places: as they are now, a tap opens them; and a way to send one. */
export function useCardPart(handle: RefObject<TalkHandle | null>, here: Address): TalkPart {
  const w = useWords(words)
  const kind = useCardPreview()
  const [picking, setPicking] = useState(false)
  const { tab, community, room } = here
  const content = useMemo(
    () => (message: Message) => {
      const card = cardIn(message)
      return card ? <CardView card={card} here={{ tab, community, room }} /> : undefined
    },
    [tab, community, room],
  )
  return useMemo(
    () => ({
      ...kind,
      content,
      tiles: [{ key: 'card', name: w.tile, icon: 'card', order: 60, run: () => setPicking(true) }],
      overlay: picking && (
        <CardPicker
          onPick={(of, id) => {
            setPicking(false)
            handle.current?.say({ type: 'card', of, id })
          }}
          onClose={() => setPicking(false)}
        />
      ),
    }),
    [kind, content, w, picking, handle],
  )
}

function CardView({ card: { of, id }, here }: { card: Card; here: Address }) {
  if (of === 'person') return <PersonCard id={id} onOpen={() => go({ ...here, view: 'person', id })} />
  if (of === 'room') return <RoomCard id={id} onOpen={() => go({ tab: here.tab, room: id })} />
  return <CommunityCard id={id} onOpen={() => go({ tab: 'discover', community: id })} />
}

interface CardProps {
  id: string
  onOpen: () => void
}

function PersonCard({ id, onOpen }: CardProps) {
  const w = useWords(words)
  const person = usePerson(id)
  const name = person?.displayName ?? '…'
  return (
    <InfoCard
      face={person && <Face person={person} size={40} />}
      title={name}
      foot={w.person}
      label={w.open(w.person, name)}
      onTap={onOpen}
    />
  )
}

function RoomCard({ id, onOpen }: CardProps) {
  const w = useWords(words)
  const { room, fault } = useRoom(id)
  const name = room ? roomName(room) : fault ? w.closed : '…'
  return (
    <InfoCard
      face={room && <RoomFace room={room} size={40} />}
      title={name}
      text={room ? w.members(room.memberCount) : fault ? w.closedText : undefined}
      foot={w.room}
      label={w.open(w.room, name)}
      onTap={room ? onOpen : undefined}
    />
  )
}

function CommunityCard({ id, onOpen }: CardProps) {
  const w = useWords(words)
  const { community, fault } = useCommunity(id)
  const name = community?.name ?? (fault ? w.closed : '…')
  return (
    <InfoCard
      face={community && <CommunityFace community={community} size={48} />}
      title={name}
      text={community ? w.members(community.memberCount) : fault ? w.closedText : undefined}
      foot={w.community}
      label={w.open(w.community, name)}
      onTap={community ? onOpen : undefined}
    />
  )
}
