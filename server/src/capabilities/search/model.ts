/** What messages are found by, beside them: a message itself stays small, and is read without it. */
import { type InferSchemaType, model, Schema } from 'mongoose'

/** A row for each message that has words. It only points: whether it still says so is asked of the message. */
const row = new Schema(
  {
    _id: { type: String, required: true },
    roomId: { type: String, required: true },
    /** The beginning of the room's id: all that the index needs to tell rooms apart. */
    room: { type: String, required: true },
    at: { type: Date, required: true },
    tokens: { type: [String], required: true },
    /** The message's value that the tokens were read at. */
    rev: { type: Number, required: true },
  },
  { versionKey: false },
)
row.index({ tokens: 1, room: 1, at: -1 }) // the latest in some rooms that hold some tokens

/** How far each room has been looked through. */
const reached = new Schema(
  { _id: { type: String, required: true }, rev: { type: Number, required: true } },
  { versionKey: false },
)

export type FoundDoc = InferSchemaType<typeof row>
export const Findable = model('Findable', row, 'findable')
export const Reached = model('SearchReached', reached, 'searchReached')

/** Six characters tell some 69 thousand million rooms apart; where two are alike, hits are told apart by the whole id. */
export const roomKey = (roomId: string): string => roomId.slice(0, 6)
/** Tokens that no text has: who said it, and what kind it is where it is not text. */
export const senderToken = (userId: string): string => `@:${userId.slice(0, 8)}`
export const typeToken = (type: string): string => `#:${type}`
