/** What people hid from themselves: kept as long as they are there, so that it stays hidden whatever becomes of it. */
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ownFields, ownIndexes } from '../../kernel/store/own'

const schema = new Schema(
  { ...ownFields, roomId: { type: String, required: true }, seq: { type: Number, required: true } },
  { versionKey: false },
)
for (const index of ownIndexes) schema.index(index)
schema.index({ userId: 1, roomId: 1, seq: 1 }) // what of a room does not count

export type HiddenDoc = InferSchemaType<typeof schema>
export const Hidden = model('Hidden', schema)
