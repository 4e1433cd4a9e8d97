/** Expiry: messages that are gone for everyone some time after someone else read them. */
import * as z from 'zod/mini'
import { contract } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { When } from '../../protocol/fields'

/** How long it lives once it was read, in seconds; `endsAt` stands once somebody else has. The time is the server's. */
export const Expiry = z.object({ seconds: z.int(), endsAt: z.nullable(When) })
export type Expiry = z.output<typeof Expiry>

/** When a message vanishes; null for those that stay. */
export const expiry = facet<Expiry | null>('expiry', z.nullable(Expiry), { empty: null, maxBytes: 256 })

/** Whether a message vanishes: it is not to be kept, nor carried elsewhere. */
export const vanishes = (message: { facets: Record<string, unknown> }): boolean => expiry.of(message) !== null

/** Times that devices offer, in seconds: off, half a minute, five minutes, an hour, a day, a week. */
export const choices = [0, 30, 300, 3600, 86_400, 604_800] as const

/** What is said with `expiresAfter`, or in a room whose settings name one, vanishes; there is nothing else to ask. */
export const expiring = contract('expiry', { faults: {}, routes: {}, pushes: {} })
