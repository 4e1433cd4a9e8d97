/** How far others have read, for those who tell it themselves. */
import { receipts, receiptsUpTo, settingsId } from '@community-chat/shared/capabilities/receipts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import { writeOwn } from '../../kernel/store/own'
import { cursorsOf, pageOf } from '../../kernel/page'
import { pairsApart } from '../blocks/api'
import * as messages from '../messages/api'
import { peopleOf, unknownPerson } from '../profiles/api'
import * as rooms from '../rooms/api'
import { ownSettings, Settings, silentAmong } from './model'
import { can, isSmall } from './policy'

const { routes } = receipts
const cursors = cursorsOf('receipts.readers', 'time', 'text')

/** Writes the caller's choice. */
export const set: Handler<typeof routes.set> = (ctx, { send }) =>
  writeOwn(ctx, ownSettings, { userId: ctx.userId, id: settingsId }, { send })

/** How far the others have read. */
export const positions: Handler<typeof routes.positions> = async (ctx, { roomId }) => {
  const { room } = await rooms.seated(ctx, roomId)
  if (!isSmall(room)) throw fault(receipts, 'room_too_large')
  const told = await toldTo(ctx.userId, roomId)
  return {
    positions: Object.fromEntries(told.map(seat => [seat.userId, readSeqOf(seat)])),
    since: Object.fromEntries(told.map(seat => [seat.userId, seat.joinedAt.toISOString()])),
  }
}

/** Who has read one message, or has not: those only who were there when it was said. */
export const readers: Handler<typeof routes.readers> = async (ctx, { messageId, of, cursor, limit }) => {
  const { message, standing } = await messages.visible(ctx, messageId)
  if (!isSmall(standing.room)) throw fault(receipts, 'room_too_large')
  authorize(ctx, can.seeReaders, { message, userId: ctx.userId })
  if (message.gone || message.aside || message.type === 'system') throw fault(receipts, 'no_receipts')
  const told = (await toldTo(ctx.userId, message.roomId)).filter(
    seat => seat.userId !== message.senderId && seat.joinedAt <= message.createdAt,
  )
  const hasRead = (seat: rooms.MemberDoc) => readSeqOf(seat) >= message.seq
  const read = told.filter(hasRead)
  const wanted = of === 'read' ? read : told.filter(seat => !hasRead(seat))
  const [at, id] = cursors.from(cursor, [0, ''])
  const begin = wanted.findIndex(
    seat => seat.joinedAt.getTime() > at || (seat.joinedAt.getTime() === at && seat._id > id),
  )
  const rows = begin === -1 ? [] : wanted.slice(begin, begin + limit + 1)
  const people = await peopleOf(rows.map(seat => seat.userId))
  const page = pageOf(
    rows,
    limit,
    seat => cursors.to(seat.joinedAt.getTime(), seat._id),
    ({ userId }) => people.get(userId) ?? unknownPerson(userId),
  )
  return { ...page, read: read.length, unread: told.length - read.length }
}

/** Receipts keep one choice a person; how far someone has read is kept with their place in a room. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Settings.deleteMany({ userId })
  },
  export: userId => Settings.find({ userId }).limit(10).lean(),
}

/** The others in a small room who tell one person how far they have read; nobody where that one does not tell. */
async function toldTo(userId: string, roomId: string): Promise<rooms.MemberDoc[]> {
  const seats = await rooms.seatsIn(roomId, receiptsUpTo)
  const ids = seats.map(seat => seat.userId)
  const [silent, isApart] = await Promise.all([silentAmong([...ids, userId]), pairsApart(ids)])
  if (silent.has(userId)) return []
  return seats.filter(
    seat => seat.userId !== userId && !silent.has(seat.userId) && !isApart(userId, seat.userId),
  )
}

const readSeqOf = ({ roomId, userId, readSeq }: rooms.MemberDoc) => rooms.readReached(roomId, userId, readSeq)
