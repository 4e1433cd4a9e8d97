/** What is only one person's: the same on all of their devices, and on a new one. */
import { places } from '@community-chat/shared/capabilities/conversations/place'
import { draftRows } from '@community-chat/shared/capabilities/drafts/contract'
import { hidden, isHidden } from '@community-chat/shared/capabilities/hiding/contract'
import { marks } from '@community-chat/shared/capabilities/messages/marks'
import { receiptSettings } from '@community-chat/shared/capabilities/receipts/contract'
import { scheduleRows } from '@community-chat/shared/capabilities/schedules/contract'
import { threadSeats } from '@community-chat/shared/capabilities/threads/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Device } from '@community-chat/shared/protocol/device'
import type { OwnState } from '@community-chat/shared/protocol/own'
import { isDeepStrictEqual } from 'node:util'
import type { Phone } from './phone'
import type { World } from './world'

/** The messages of which a dying node left an act half done: a sweep finishes it within a minute. */
export async function unfinishedIn({ cluster }: World): Promise<Set<string>> {
  const of = async (name: string) =>
    await cluster.db.collection(name).distinct('messageId', { applied: false })
  const acts = (await Promise.all(['reactions', 'pollvotes', 'chainentries'].map(of))).flat() as string[]
  const untold = await cluster.db.collection('favourites').distinct('messageId', { owes: { $exists: true } })
  const owing = await cluster.db
    .collection('messages')
    .find({ 'todo.0': { $exists: true } }, { projection: { threadId: 1 } })
    .toArray()
  return new Set([
    ...acts,
    ...(untold as string[]),
    ...owing.flatMap(one => [String(one._id), String(one.threadId)]),
  ])
}

/** Where each kind of own rows is stored. */
const stores = {
  [draftRows.name]: 'drafts',
  [hidden.name]: 'hiddens',
  [marks.name]: 'marks',
  [places.name]: 'places',
  [receiptSettings.name]: 'receiptsettings',
  [scheduleRows.name]: 'schedules',
  [threadSeats.name]: 'threadseats',
}

/** True where a device has the own rows of its person as they are stored. */
export async function isOwnLevel({ cluster }: World, { person, device }: Phone): Promise<boolean> {
  const { own } = device.get().replica
  const isLevel = async ([kind, store]: [string, string]) => {
    const rows = await cluster.db.collection<OwnDoc>(store).find({ userId: person.id }).toArray()
    return rows.every(({ _id, version, gone }) => {
      const kept = own[kind]?.[_id.slice(person.id.length + 1)]
      return gone ? !kept || kept.gone : kept?.version === version
    })
  }
  return (await Promise.all(Object.entries(stores).map(isLevel))).every(Boolean)
}

interface OwnDoc {
  _id: string
  userId: string
  version: number
  gone: boolean
}

/**
 * Holds a device's own rows, and what it knows its person did with each message, against a new one that loaded all; but
 * not what is unfinished.
 */
export function judgeOwn(
  { witness }: World,
  { name, device }: Phone,
  fresh: Device,
  unfinished: ReadonlySet<string>,
): void {
  const [shown, whole] = [device.get().replica, fresh.get().replica]
  const rows = new Set([...Object.keys(living(shown.own)), ...Object.keys(living(whole.own))])
  for (const id of rows) {
    const [a, b] = [living(shown.own)[id], living(whole.own)[id]]
    if (!isDeepStrictEqual(a, b))
      witness.findings.push(`${name} has ${id} as ${JSON.stringify(a)}, fresh ${JSON.stringify(b)}`)
  }
  for (const [roomId, { messages }] of Object.entries(shown.rooms)) {
    const known = new Map(whole.rooms[roomId]?.messages.map(message => [message.id, message]))
    for (const message of messages) {
      const right = known.get(message.id)
      if (!right || unfinished.has(message.id)) continue
      const [a, b] = [ownOf(message, shown.own), ownOf(right, whole.own)]
      if (!isDeepStrictEqual(a, b))
        witness.findings.push(
          `${name} knows ${JSON.stringify(a)} of its own in ${message.id}, fresh ${JSON.stringify(b)}`,
        )
    }
  }
}

/** The rows that live, by kind and id. */
const living = (own: OwnState): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(own).flatMap(([kind, rows]) =>
      Object.values(rows)
        .filter(row => !row.gone)
        .map(({ id, version, data }) => [`${kind} ${id}`, { version, data }]),
    ),
  )

/** What a device knows its person did with a message; what they did not do is left out. */
function ownOf(message: Message, own: OwnState): Record<string, unknown> {
  if (message.gone) return {}
  const done = Object.entries(message.mine ?? {}).filter(
    ([name, value]) =>
      name !== 'hidden' && value !== null && value !== false && !isDeepStrictEqual(value, []),
  )
  return { ...Object.fromEntries(done), ...(isHidden(message, own) ? { hidden: true } : {}) }
}
