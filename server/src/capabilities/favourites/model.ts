/** What people keep: each with a copy of the message. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    /** The person's id, a colon and the message's: one keeps it once. */
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    messageId: { type: String, required: true },
    roomId: { type: String, required: true },
    senderId: { type: String, required: true },
    seq: { type: Number, required: true },
    type: { type: String, required: true },
    content: { type: Schema.Types.Mixed, default: null },
    saidAt: { type: Date, required: true },
    keptAt: { type: Date, required: true },
    /** Let go, and here only until its keeper's devices know. */
    dropped: { type: Boolean },
    /** Since when the keeper's devices are owed the news; a sweep tells what a crash left untold. */
    owes: { type: Date },
  },
  { versionKey: false, minimize: false },
)
schema.index({ userId: 1, keptAt: -1, _id: -1 }) // someone's, the latest first
schema.index({ messageId: 1 }) // whoever keeps what is gone
schema.index({ owes: 1 }, { sparse: true })

export type FavouriteDoc = InferSchemaType<typeof schema>
export const Favourites = model('Favourite', schema)
/** What is kept, and not let go. */
export const held = { dropped: { $ne: true } } as const
