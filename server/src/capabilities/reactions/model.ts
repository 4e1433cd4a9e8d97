/** Who left which emoji where: the truth, of which a message's tallies are a count. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    _id: { type: String, required: true },
    messageId: { type: String, required: true },
    userId: { type: String, required: true },
    emoji: { type: String, required: true },
    /** False once it was taken back; the row goes when the message says so. */
    on: { type: Boolean, required: true },
    /** False until the message has been counted anew. */
    applied: { type: Boolean, required: true },
    /** Names the row's last change, so that whoever finished an earlier one leaves a later one alone. */
    turn: { type: String, required: true },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
schema.index({ messageId: 1, emoji: 1, userId: 1 }, { unique: true })
schema.index({ messageId: 1, createdAt: 1, _id: 1 }) // who reacted, in the order they did
schema.index({ userId: 1, messageId: 1 }) // mine on a page; erasure and export
schema.index({ changedAt: 1 }, { partialFilterExpression: { applied: false } }) // what a crash left uncounted

export type ReactionDoc = InferSchemaType<typeof schema>
export const Reactions = model('Reaction', schema)
