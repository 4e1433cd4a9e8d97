/** What somebody looks for, and where they may find it. */
import type { search } from '@community-chat/shared/capabilities/search/contract'
import { termsOf, tokensFor } from '@community-chat/shared/capabilities/search/tokens'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Context } from '../../kernel/context'
import { blockedBy } from '../blocks/api'
import { readable, seatsOf } from '../rooms/api'
import { isBehind, settled } from './indexing'
import { senderToken, typeToken } from './model'

type Asked = Parsed<(typeof search)['routes']['find']>

/** What was said just now is waited for so long, in milliseconds. */
const waitsFor = 2000

/** What somebody may find, and what of it they want. */
export interface Search extends Pick<Asked, 'senderId'> {
  ctx: Context
  terms: string[]
  tokens: string[]
  type?: string
  /** The first seq that they may read, by room. */
  rooms: ReadonlyMap<string, number>
  ignored: ReadonlySet<string>
  from: number
}

/** Reads a question; refuses one that says nothing to look up, and a room that the caller may not read. */
export async function searchOf(ctx: Context, asked: Asked): Promise<Search> {
  const { roomId, senderId, query } = asked
  const type = asked.messageType ?? asked.type
  const terms = termsOf(query)
  const tokens = [
    ...tokensFor(terms),
    ...(senderId ? [senderToken(senderId)] : []),
    ...(type && type !== 'text' ? [typeToken(type)] : []),
  ]
  if (tokens.length === 0)
    throw fault('invalid_input', { issues: [{ path: 'query', message: 'Say what to look for.' }] })
  const rooms = await roomsFor(ctx, roomId)
  const behind = [...rooms.keys()].filter(isBehind)
  if (behind.length > 0) {
    const late = new Promise(resolve => setTimeout(resolve, waitsFor).unref())
    await Promise.race([settled(ctx.log, behind), late])
  }
  const from = asked.from ? Date.parse(asked.from) : 0
  return { ctx, terms, tokens, type, senderId, rooms, ignored: await blockedBy(ctx.userId), from }
}

async function roomsFor(ctx: Context, roomId: string | undefined): Promise<ReadonlyMap<string, number>> {
  if (roomId !== undefined) return new Map([[roomId, (await readable(ctx, roomId)).fromSeq]])
  allow(ctx)
  return new Map((await seatsOf(ctx.userId)).map(seat => [seat.roomId, seat.fromSeq]))
}
