/** Whose words stand in which record, so that they can be taken out of it. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    /** The clientId of the record's message. */
    _id: { type: String, required: true },
    roomId: { type: String, required: true },
    /** Who said the record. */
    userId: { type: String, required: true },
    /** Everyone whose name or words stand in it. */
    authorIds: { type: [String], required: true },
    /** Known once it was said. */
    messageId: { type: String },
  },
  { versionKey: false },
)
schema.index({ authorIds: 1 }) // erasure
schema.index({ userId: 1 }) // export
schema.index({ messageId: 1 }, { sparse: true }) // a record that is gone

export const Carryings = model('Carrying', schema)
export type CarryingDoc = InferSchemaType<typeof schema>
