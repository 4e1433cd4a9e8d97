/** After a restore the past is shorter than some devices know it. */
import type { Db } from 'mongodb'
import { type MessageDoc, Messages } from '../capabilities/messages/model'
import { type RoomDoc, Rooms } from '../capabilities/rooms/model'

/** More values than any room can have used since its back-up was made. */
const leap = 1_000_000_000
const keptRevs = 256

/**
 * Moves the counter of every room beyond what was given out after the back-up: a number that stood for a lost message
 * never stands for another one. Devices find themselves below the floor, drop what they hold and load the room anew.
 */
export async function advanceCounters(database: Db): Promise<void> {
  const rooms = database.collection<RoomDoc & { _id: string }>(Rooms.collection.name)
  const messages = database.collection<MessageDoc & { _id: string }>(Messages.collection.name)
  for await (const room of rooms.find({}, { projection: { floor: 1 } })) {
    const [newest] = await messages.find({ roomId: room._id }).sort({ rev: -1 }).limit(1).toArray()
    const value = Math.max(newest?.rev ?? 0, room.floor) + leap
    // As a change of the newest message would: the index of values is where the counter is read from.
    if (newest)
      await messages.updateOne(
        { _id: newest._id },
        { $set: { rev: value }, $push: { revs: { $each: [value], $slice: -keptRevs } } },
      )
    await rooms.updateOne({ _id: room._id }, { $set: { floor: value } })
  }
}
