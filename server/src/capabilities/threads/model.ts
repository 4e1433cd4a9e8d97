/** Who has a place in which thread, and how far they have read there. */
import { type ThreadLevel, threadSeats } from '@community-chat/shared/capabilities/threads/contract'
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ownFields, ownIndexes, ownRows } from '../../kernel/store/own'

const schema = new Schema(
  {
    ...ownFields,
    rootId: { type: String, required: true },
    roomId: { type: String, required: true },
    readSeq: { type: Number, required: true },
    level: { type: String, required: true },
    following: { type: Boolean, required: true },
  },
  { versionKey: false },
)
for (const index of ownIndexes) schema.index(index)

export type ThreadSeatDoc = InferSchemaType<typeof schema>
export const ThreadSeats = model('ThreadSeat', schema)

/** The wire's view of a place. */
export const seatOf = ({ roomId, readSeq, level, following }: ThreadSeatDoc) => ({
  roomId,
  readSeq,
  level: level as ThreadLevel,
  following,
})
export const own = ownRows(threadSeats, ThreadSeats, seatOf)

/** One row for a person and a thread. */
export const seatId = (userId: string, rootId: string): string => `${userId}:${rootId}`
