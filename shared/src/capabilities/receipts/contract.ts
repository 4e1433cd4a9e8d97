/** Receipts: how far the others in a small room have read, told by those who want to know it themselves. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { Counter, Id, page, Paging, When } from '../../protocol/fields'
import { OwnRow, ownKind } from '../../protocol/own'
import { Person } from '../profiles/person'

/** In rooms with more members nobody is told how far others have read. */
export const receiptsUpTo = 200
/** A room hears of positions at most once in this many milliseconds. */
export const receiptsEvery = 2_000

/** My choice: whoever does not tell how far they read is not told it of others either. */
export const ReceiptSettings = z.object({ send: z.boolean() })
export type ReceiptSettings = z.output<typeof ReceiptSettings>
export const receiptSettings = ownKind('receipts', ReceiptSettings)
/** The id of the one row of settings. */
export const settingsId = 'settings'

/** How far people have read, by their ids. */
export const Positions = z.record(Id, Counter)
export type Positions = z.output<typeof Positions>

export const receipts = contract('receipts', {
  faults: {
    room_too_large: [409, 'In rooms of more than 200 nobody is told how far others have read.'],
    no_receipts: [409, 'This message has no receipts.'],
  },
  routes: {
    set: route({
      http: 'PUT /me/receipts',
      access: 'self',
      limit: '60/min',
      summary: 'Choose whether others are told how far I read. Who does not tell is not told.',
      input: z.object({ send: z.boolean() }),
      output: OwnRow,
      faults: [],
    }),
    positions: route({
      type: 'list_receipts',
      http: 'GET /rooms/:roomId/receipts',
      access: 'user',
      limit: '240/min',
      summary:
        'How far those in a small room have read who tell it, and since when each is in it: what was said before says nothing. Empty for who does not tell.',
      input: z.object({ roomId: Id }),
      output: z.object({ positions: Positions, since: z.record(Id, When) }),
      faults: ['room_too_large'],
    }),
    readers: route({
      http: 'GET /messages/:messageId/readers',
      access: 'user',
      limit: '240/min',
      summary:
        'Who has read a message of a small room, or has not, of those who tell it; with how many there are of both.',
      input: z.object({ messageId: Id, of: z._default(z.enum(['read', 'unread']), 'read'), ...Paging }),
      output: z.extend(page(Person), { read: z.int(), unread: z.int() }),
      faults: ['room_too_large', 'no_receipts'],
    }),
  },
  pushes: {
    updated: push({
      type: 'receipts_updated',
      to: 'user',
      summary:
        'Others in a small room have read further; to those who tell it themselves, at most each 2 s. That who says something has read up to it only new_message tells.',
      data: z.object({ roomId: Id, positions: Positions }),
    }),
  },
})
