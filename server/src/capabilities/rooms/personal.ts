/** What rooms keep about a person: where they are, and what they made. A room outlives its maker. */
import type { Personal } from '../../kernel/capability'
import * as api from './api'
import { exit } from './leaving'
import { Members, Rooms } from './model'
import { succeed } from './ownership'

const atOnce = 20

/** Rooms answers for who is where. */
export const personal: Personal = {
  async erase(ctx, userId) {
    const seats = await api.seatsOf(userId)
    const owned = new Set(seats.filter(seat => seat.role === 'owner').map(seat => seat.roomId))
    for (let i = 0; i < seats.length; i += atOnce) {
      const docs = await api.roomsOf(seats.slice(i, i + atOnce).map(seat => seat.roomId))
      await Promise.all(docs.map(room => exit(ctx, room, userId, userId)))
      for (const room of docs) if (owned.has(room._id)) await succeed(ctx, room, null)
    }
    await Members.deleteMany({ userId })
    await Members.updateMany({ invitedBy: userId }, { $set: { invitedBy: null } })
    const made = { $set: { creatorId: null }, $unset: { madeBy: '' } }
    await Rooms.updateMany({ creatorId: userId }, made, { timestamps: false })
    const announced = { $set: { 'announcement.by': null } }
    await Rooms.updateMany({ 'announcement.by': userId }, announced, { timestamps: false })
  },
  export: userId => Members.find({ userId }).limit(10_000).lean(),
}
