import { reaches } from '@community-chat/shared/capabilities/communities/role'
import { spansOf } from '@community-chat/shared/capabilities/mentions/spans'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { calls } from '@community-chat/shared/protocol/calls'
import { useCallback, useMemo, useRef, type RefObject } from 'react'
import { theDevice } from '../../kernel/device'
import { useStable } from '../../kernel/stable'
import type { TalkHandle, TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Pill } from '../../ui/Pill/Pill'
import { MentionSuggest, type Calling, type Chooser } from './MentionSuggest'
import { called, trimmed } from './spans'
import { useUnreadCalls } from './useUnreadCalls'
import { words } from './words'
import { keep, latest, written } from './writing'

interface Use {
  room: Room
  /** The thread in it that is written to. */
  rootId?: string
  myId: string
  people: Record<string, Person | undefined>
  /** Who spoke, in the order they did. */
  senders: readonly string[]
  /** How far I had read when the room was opened; null while that is not known. */
  readSeq: number | null
  handle: RefObject<TalkHandle>
  onPerson: (userId: string) => void
  onThread: (rootId: string) => void
}

/** Calling people by name, and being led to what calls me. */
export function useMentionPart({ room, rootId, myId, people, senders, readSeq, ...use }: Use): TalkPart {
  const { handle, onPerson, onThread } = use
  const w = useWords(words)
  const chooser = useRef<Chooser | null>(null)
  const isDirect = room.type === 'direct_message'
  const place = rootId ?? room.id
  const recent = useStable(useMemo(() => [...new Set([...senders].reverse())], [senders]))
  const mayCallAll =
    !isDirect && reaches(room.standing, room.settings.mentionAll === 'members' ? 'member' : 'moderator')
  const calling = useMemo(
    (): Calling => ({ roomId: room.id, place, memberCount: room.memberCount, myId, recent, mayCallAll }),
    [room.id, place, room.memberCount, myId, recent, mayCallAll],
  )
  const { left, onSeen } = useUnreadCalls(room.id, rootId ? null : readSeq)
  const visit = useCallback(
    ([first]: readonly Message[]) => {
      if (!first) return
      onSeen([first])
      if (first.threadId && !first.alsoToRoom) onThread(first.threadId)
      else handle.current?.toMessage(first.id, first.seq)
    },
    [onSeen, onThread, handle],
  )
  const rows = useRowPart(myId, onPerson)
  const field = useFieldPart(place, handle, isDirect, people)
  return useMemo(
    () => ({
      ...rows,
      ...field,
      onSeen: shown => (rootId ? readInThread(room.id, shown) : onSeen(shown)),
      suggest: isDirect
        ? undefined
        : field => <MentionSuggest {...calling} field={field} chooser={chooser} />,
      onKey: key => isUsedBy(chooser.current, key),
      pills: left.length > 0 && (
        <Pill
          way="up"
          words={w.pill(left.length)}
          label={w.toMention(left.length)}
          onTap={() => visit(left)}
        />
      ),
    }),
    [rows, field, rootId, room.id, onSeen, isDirect, calling, left, visit, w],
  )
}

/** What bubbles show of calls. */
function useRowPart(myId: string, onPerson: (userId: string) => void): TalkPart {
  return useMemo(
    () => ({
      spans: ({ content }) =>
        spansOf(content).map(({ userId, at, length }) => ({
          at,
          length,
          className: 'mention',
          ...(userId === null ? {} : { onTap: () => onPerson(userId) }),
        })),
      rings: message => calls(message, { me: myId }),
    }),
    [myId, onPerson],
  )
}

/** What the field keeps of calls, from the first at sign to what is sent. */
function useFieldPart(
  place: string,
  handle: RefObject<TalkHandle>,
  isDirect: boolean,
  people: Use['people'],
): TalkPart {
  const known = useRef(people)
  known.current = people
  return useMemo(
    () => ({
      keeps: text => {
        const { spans } = written(place, text)
        return spans.length > 0 ? { mentions: [...spans] } : {}
      },
      sending: saying => {
        if (!('text' in saying.content)) return saying
        const mentions = sent(place, saying.content.text)
        return mentions.length > 0 ? { ...saying, content: { ...saying.content, mentions } } : saying
      },
      changing: (messageId, text) => sent(messageId, text),
      onCall: userId => {
        const field = handle.current?.field()
        const name = known.current[userId]?.displayName
        if (!field || !name || isDirect) return
        const key = field.editing ?? place
        const next = called(written(key, field.text, field.mentions), field.at, field.at, { userId, name })
        keep(key, next)
        field.set(next.text, next.cursor)
      },
    }),
    [place, handle, isDirect],
  )
}

/** The spans of what stands in a field, as they are sent with its text, which has no spaces around it. */
function sent(place: string, text: string) {
  const all = latest(place)
  return all && all.text.trim() === text ? trimmed(all) : []
}

/** Arrows walk, Enter and Tab choose, Escape closes; other keys are the field's. */
function isUsedBy(chooser: Chooser | null, key: string): boolean {
  if (!chooser) return false
  if (key === 'ArrowDown' || key === 'ArrowUp') chooser.move(key === 'ArrowDown' ? 1 : -1)
  else if (key === 'Enter' || key === 'Tab') chooser.choose()
  else if (key === 'Escape') chooser.close()
  else return false
  return true
}

/** A call that was read in a thread no longer marks the room, where that was read to its end. */
function readInThread(roomId: string, shown: readonly Message[]): void {
  const device = theDevice()
  const replica = device?.get().replica
  const room = replica?.rooms[roomId]
  if (!device || !replica || !room?.mention) return
  if (shown.some(message => message.seq > room.readSeq && calls(message, replica)))
    device.markRead(roomId, room.readSeq)
}
