/** The words for what the system notes and for messages that are gone; the wire carries only facts. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { TalkPart } from '../../kernel/talk'
import { inWords } from './said'
import type { MessageWords } from './words'

export type NameOf = (userId: string) => string
const namesShown = 3

/** A note of the system as a sentence; an event of a later version still says something. */
export function systemLine(message: Message, w: MessageWords, nameOf: NameOf): string {
  const content = message.content
  if (!content || !('event' in content)) return w.unknown
  const { event, actorId, subjectIds, data } = content
  const actor = actorId ? nameOf(actorId) : w.someone
  const others = subjectIds.filter(id => id !== actorId)
  const whom = w.and(others.slice(0, namesShown).map(nameOf), Math.max(0, others.length - namesShown))
  switch (event) {
    case 'room_created':
      return w.created(actor)
    case 'members_joined':
      return others.length > 0 && actorId ? w.added(actor, whom) : w.joined(others.length > 0 ? whom : actor)
    case 'member_left':
      return w.left(subjectIds[0] ? nameOf(subjectIds[0]) : actor)
    case 'member_removed':
      return w.removed(actor, whom)
    case 'expiry_changed':
      return w.expirySet(actor, typeof data.seconds === 'number' ? data.seconds : 0)
    case 'room_renamed':
      return w.renamed(actor, typeof data.to === 'string' ? data.to : '')
    case 'announcement_changed':
      return data.gone === true ? w.unannounced(actor) : w.announced(actor)
    case 'message_pinned':
      return w.pinned(actor)
    default:
      return w.unknown
  }
}

/** Who took a message away. */
export function huskLine(message: Message, w: MessageWords, nameOf: NameOf): string {
  const { gone } = message
  if (!gone) return ''
  if (gone.why === 'expired') return w.huskExpired
  if (gone.why === 'recalled') return w.huskRecalled(nameOf(gone.by))
  const who = nameOf(gone.by)
  const byModerator = gone.why === 'removed' && gone.by !== message.senderId && who !== w.you
  return byModerator ? w.huskByModerator(who) : w.husk(who)
}

/** Everyone a message speaks of, for their names. */
export function peopleIn(message: Message): string[] {
  const content = message.content
  if (message.gone) return [message.gone.by]
  if (!content || !('event' in content)) return [message.senderId]
  return [...(content.actorId ? [content.actorId] : []), ...content.subjectIds.slice(0, namesShown + 1)]
}

/** The second line of a room in the list; `kinds` word what is no text. */
export function preview(
  message: Message,
  w: MessageWords,
  nameOf: NameOf,
  direct: boolean,
  myId: string,
  kinds: readonly Pick<TalkPart, 'preview'>[] = [],
): string {
  if (message.gone) return huskLine(message, w, nameOf)
  if (message.type === 'system') return systemLine(message, w, nameOf)
  const line = inWords(message, kinds, w.unknown).replace(/\s+/gu, ' ').slice(0, 120)
  if (direct && message.senderId !== myId) return line
  return `${message.senderId === myId ? w.you : calledBy(nameOf(message.senderId))}${w.colon}${line}`
}

/** The longest name that leaves room for what was said. */
const longestName = 14

/** A long name by its first word, or its beginning: beside it there must be room for what was said. */
export function calledBy(name: string): string {
  const letters = [...name]
  if (letters.length <= longestName) return name
  const first = name.split(' ')[0] ?? name
  return [...first].length <= longestName ? first : `${letters.slice(0, longestName - 1).join('')}…`
}
