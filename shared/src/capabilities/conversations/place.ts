/** A room's place in one person's list: pinned, quiet, marked, hidden. Their own row, the same on all their devices. */
import * as z from 'zod/mini'
import { Counter, When } from '../../protocol/fields'
import { ownKind } from '../../protocol/own'

/** What of a room calls for attention: everything, what calls me by name, nothing. */
export const Notify = z.enum(['all', 'mentions', 'none'])
export type Notify = z.output<typeof Notify>

/** `hiddenAt`: it is not in the list until something is said above this seq. */
export const Place = z.object({
  pinnedAt: z.nullable(When),
  notify: Notify,
  markedUnread: z.boolean(),
  hiddenAt: z.nullable(Counter),
})
export type Place = z.output<typeof Place>

/** By room id. */
export const places = ownKind('places', Place)

/** A room nobody has arranged. */
export const noPlace: Place = { pinnedAt: null, notify: 'all', markedUnread: false, hiddenAt: null }
