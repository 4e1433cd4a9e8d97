/** Records: what was said in a room, as the content of one message. */
import {
  type Carried,
  forwarding,
  mostRecordBytes,
  type RecordContent,
  type RecordItem,
  recordOf,
} from '@community-chat/shared/capabilities/forwarding/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { peopleOf } from '../profiles/api'
import type { RoomDoc } from '../rooms/api'

const previewLines = 4
const previewCharacters = 80

/** The record of what was said in a room, names as they are now. Refuses with `record_too_long`. */
export async function recordFrom(room: RoomDoc, sources: Message[]): Promise<RecordContent> {
  const pair = room.pair?.split(':') ?? []
  const people = await peopleOf([...new Set([...sources.map(one => one.senderId), ...pair])])
  const nameOf = (userId: string) => people.get(userId)?.displayName ?? ''
  const record: RecordContent = {
    type: 'record',
    title: room.pair
      ? [...new Set(pair)].map(userId => ({ userId, name: nameOf(userId) }))
      : [{ userId: null, name: room.name ?? '' }],
    items: sources.map(one => ({
      senderId: one.senderId,
      name: nameOf(one.senderId),
      type: one.type as Carried,
      content: contentIn(one),
      at: one.createdAt,
    })),
  }
  if (Buffer.byteLength(JSON.stringify(record)) > mostRecordBytes) throw fault(forwarding, 'record_too_long')
  return record
}

/** Everyone who is named or speaks in a record. */
export const authorsIn = ({ title, items }: RecordContent): string[] => [
  ...new Set([
    ...title.flatMap(({ userId }) => userId ?? []),
    ...items.flatMap(({ senderId, content }) =>
      content.type === 'record'
        ? [
            senderId,
            ...content.title.flatMap(one => one.userId ?? []),
            ...content.lines.map(one => one.senderId),
          ]
        : senderId,
    ),
  ]),
]

/** A record without someone's name and words. */
export function without(userId: string, record: RecordContent): RecordContent {
  const others = <T extends { senderId: string }>(all: T[]) => all.filter(one => one.senderId !== userId)
  const titled = (title: RecordContent['title']) => title.filter(one => one.userId !== userId)
  return {
    ...record,
    title: titled(record.title),
    items: others(record.items).map(item =>
      item.content.type === 'record'
        ? {
            ...item,
            content: {
              ...item.content,
              title: titled(item.content.title),
              lines: others(item.content.lines),
            },
          }
        : item,
    ),
  }
}

/** What an item holds: words without whom they called, and of a record inside it only its first lines. */
function contentIn(message: Message): RecordItem['content'] {
  const inner = recordOf(message)
  const { content } = message
  if (!inner) return content && 'text' in content ? { type: 'text', text: content.text } : (content as never)
  return {
    type: 'record',
    title: inner.title,
    count: inner.items.length,
    lines: inner.items.slice(0, previewLines).map(({ senderId, name, type, content: said }) => ({
      senderId,
      name,
      type,
      text: said.type === 'text' ? [...said.text].slice(0, previewCharacters).join('') : '',
    })),
  }
}
