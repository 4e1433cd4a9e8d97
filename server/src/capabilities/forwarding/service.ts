/** Forwarding: saying again in other rooms what was said in one. */
import {
  forwarded,
  forwarding,
  isCarried,
  recordOf,
} from '@community-chat/shared/capabilities/forwarding/contract'
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault, Fault } from '@community-chat/shared/protocol/faults'
import { createHash } from 'node:crypto'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { limit } from '../../kernel/limit'
import * as messages from '../messages/api'
import type { RoomDoc } from '../rooms/api'
import { Carryings } from './model'
import { authorsIn, recordFrom, without } from './record'

const { routes } = forwarding
type Forwarding = Parsed<typeof routes.forward>

/** One thing to be said in each room; `key` tells it from the others of the same call. */
interface Parcel {
  key: string
  content: Said
  facets?: Record<string, unknown>
}

/** Carries messages to rooms. What a first try has said already is answered as it is, so that a retry ends the work. */
export const forward: Handler<typeof routes.forward> = async (ctx, input) => {
  const { messages: found, standing } = await messages.visibleTogether(ctx, input.messageIds)
  const sources = await messages.shown(ctx, found)
  // What I hid from myself is not there for me.
  if (sources.some(one => one.mine?.hidden === true)) throw fault('not_found')
  refuseStaying(standing.room, sources)
  const parcels = await parcelsOf(ctx, standing.room, sources, input)
  const roomIds = [...new Set(input.roomIds)]
  const ids = roomIds.flatMap(roomId => parcels.map(parcel => clientIdOf(ctx, input, roomId, parcel)))
  const said = new Map((await messages.sentAlready(ctx, roomIds, ids)).map(one => [one.clientId, one]))
  if (!ctx.isHost) await limit('forwarding.messages', '1200/min', ctx.userId, ids.length - said.size)

  const tried = await Promise.allSettled(roomIds.map(roomId => carry(ctx, input, roomId, parcels, said)))
  const made = tried.map(one => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
  const refused = made.flatMap(({ roomId, refusal }) => (refusal ? [{ roomId, refusal }] : []))
  if (refused.length === made.length) throw refused[0]!.refusal
  return {
    messages: made.flatMap(one => one.messages),
    refused: refused.map(({ roomId, refusal }) => ({ roomId, code: refusal.code })),
  }
}

function refuseStaying(room: RoomDoc, sources: Message[]): void {
  if ((room.forwarding ?? 'allowed') !== 'allowed') throw fault(forwarding, 'not_to_be_forwarded')
  const stuck = sources.filter(one => !isCarried(one))
  if (stuck.length > 0) throw fault(forwarding, 'not_forwardable', { messageIds: stuck.map(one => one.id) })
}

async function parcelsOf(
  ctx: Context,
  room: RoomDoc,
  sources: Message[],
  { merged, note }: Forwarding,
): Promise<Parcel[]> {
  const parcels: Parcel[] = merged
    ? [{ key: 'record', content: await recordFrom(room, sources) }]
    : sources.map(one => ({ key: one.id, content: contentOf(one), facets: markOf(ctx, one) }))
  return note ? [...parcels, { key: 'note', content: { type: 'text', text: note } }] : parcels
}

/** Whom words called was for their room: here they would call people who are not meant. */
const contentOf = ({ content }: Message): Said =>
  content && 'text' in content ? { type: 'text', text: content.text } : content!

/** My own words said again are simply mine. */
function markOf(ctx: Context, message: Message): Record<string, unknown> {
  const times = forwarded.of(message)?.times ?? 0
  return times === 0 && message.senderId === ctx.userId ? {} : { [forwarded.name]: { times: times + 1 } }
}

/** Says the parcels in one room, in order. A refusal ends it there; whatever else goes wrong is thrown. */
async function carry(
  ctx: Context,
  input: Forwarding,
  roomId: string,
  parcels: Parcel[],
  said: Map<string | undefined, Message>,
): Promise<{ roomId: string; messages: Message[]; refusal?: Fault }> {
  const done: Message[] = []
  try {
    for (const parcel of parcels) {
      const clientId = clientIdOf(ctx, input, roomId, parcel)
      done.push(said.get(clientId) ?? (await sayParcel(ctx, roomId, clientId, parcel)))
    }
    return { roomId, messages: done }
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500 || error.status === 429) throw error
    return { roomId, messages: done, refusal: error }
  }
}

/** Whose words a record holds is known before it is said: nothing stands in a room that nobody could take out again. */
async function sayParcel(
  ctx: Context,
  roomId: string,
  clientId: string,
  { content, facets }: Parcel,
): Promise<Message> {
  const record = recordOf({ content })
  if (record) {
    const row = { roomId, userId: ctx.userId, authorIds: authorsIn(record) }
    await Carryings.updateOne({ _id: clientId }, { $set: row }, { upsert: true })
  }
  const message = await messages.say(ctx, { roomId, content, clientId, facets })
  if (record) await Carryings.updateOne({ _id: clientId }, { $set: { messageId: message.id } })
  return message
}

/** The same for every try, so that a message is said once in each room. */
const clientIdOf = (ctx: Context, { clientId }: Forwarding, roomId: string, { key }: Parcel): string =>
  createHash('sha256').update([ctx.userId, clientId, roomId, key].join('\n')).digest('base64url').slice(0, 32)

/** What is gone holds nobody's words. */
export const forget = ({ messageId }: { messageId: string }) => Carryings.deleteMany({ messageId })

/** Forwarding answers for the names and words that stand in records which others made. */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (;;) {
      const rows = await Carryings.find({ authorIds: userId }).limit(100).lean()
      for (const { _id, roomId, userId: senderId } of rows) {
        await messages.rewrite(ctx, { roomId, senderId, clientId: _id }, content => {
          const record = recordOf({ content })
          return record ? without(userId, record) : content
        })
        await Carryings.updateOne({ _id }, { $pull: { authorIds: userId } })
      }
      if (rows.length === 0) break
    }
    await Carryings.deleteMany({ userId })
  },
  export: userId => Carryings.find({ userId }, { authorIds: 0 }).limit(100_000).lean(),
}
