/** Messages that vanish, as the capability that lets them finds them: their facet is all there is to know of it. */
import { type MessageDoc, Messages } from './model'

const vanishing = { 'facets.expiry.seconds': { $gt: 0 } }
const notYet = { ...vanishing, 'facets.expiry.endsAt': null }

/** What nobody else has read yet in these rooms, by room and seq. */
export const notStartedIn = (roomIds: string[], limit: number): Promise<MessageDoc[]> =>
  Messages.find({ ...notYet, roomId: { $in: roomIds } })
    .sort({ roomId: 1, seq: 1 })
    .limit(limit)
    .lean()
    .exec()

/** The same of all rooms, by rising id above `after`. */
export const notStarted = (after: string, limit: number): Promise<MessageDoc[]> =>
  Messages.find({ ...notYet, _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean()
    .exec()

/** What ends before a time, the first to end first. */
export const endingBefore = (at: Date, limit: number): Promise<MessageDoc[]> =>
  Messages.find({ ...vanishing, 'facets.expiry.endsAt': { $gt: '', $lte: at.toISOString() } })
    .sort({ 'facets.expiry.endsAt': 1, _id: 1 })
    .limit(limit)
    .lean()
    .exec()
