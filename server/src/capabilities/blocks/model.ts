/** Who blocked whom: one row a pair, ever. */
import { type InferSchemaType, model, Schema } from 'mongoose'

/** Seconds that a lifted block stays, so that every node learns of it. */
const tombstonesLast = 30 * 24 * 3600

const schema = new Schema(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    blockedId: { type: String, required: true },
    blockedAt: { type: Date, required: true },
    /** Null while the block stands. */
    liftedAt: { type: Date, default: null },
    changedAt: { type: Date },
  },
  { versionKey: false },
)
schema.index({ userId: 1, liftedAt: 1, blockedAt: -1, _id: -1 }) // whom I blocked, the latest first
schema.index({ blockedId: 1, liftedAt: 1, userId: 1 }) // who blocked me
schema.index({ changedAt: 1, _id: 1 }) // what other nodes changed
schema.index({ liftedAt: 1 }, { expireAfterSeconds: tombstonesLast })

export type BlockDoc = InferSchemaType<typeof schema>
export const Blocks = model('Block', schema)

/** A row's id: one row per person and blocked one. */
export const blockId = (userId: string, blockedId: string): string => `${userId}:${blockedId}`
