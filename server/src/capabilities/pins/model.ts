/** What is pinned where: the truth, of which a message's pin is a copy. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    /** The message's id. */
    _id: { type: String, required: true },
    roomId: { type: String, required: true },
    /** The message's own place in the room: who came later may not see it. */
    seq: { type: Number, required: true },
    /** A number below the most a room has, that no other pin of it holds: so the limit is exact. */
    slot: { type: Number, required: true },
    /** Who pinned it; null once they are erased. */
    by: { type: String, default: null },
    at: { type: Date, required: true },
    /** False once it was taken off; the row goes when the message says so. */
    on: { type: Boolean, required: true },
    /** False until the message says what the row says. */
    applied: { type: Boolean, required: true },
    /** Names the row's last change, and the note of it. */
    turn: { type: String, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
schema.index({ roomId: 1, slot: 1 }, { unique: true })
schema.index({ roomId: 1, on: 1, at: -1, _id: -1 }) // the pins of a room, last first
schema.index({ by: 1 }, { partialFilterExpression: { by: { $type: 'string' } } }) // erasure and export
schema.index({ changedAt: 1 }, { partialFilterExpression: { applied: false } }) // what a crash left

export type PinDoc = InferSchemaType<typeof schema>
export const Pins = model('Pin', schema)
