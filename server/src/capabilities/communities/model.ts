/** Communities. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    description: { type: String, default: '' },
    ownerId: { type: String, default: null },
  },
  { versionKey: false, timestamps: true },
)
schema.index({ createdAt: 1, _id: 1 })
schema.index({ ownerId: 1 }) // erasure

export type CommunityDoc = InferSchemaType<typeof schema>
export const Communities = model('Community', schema)
