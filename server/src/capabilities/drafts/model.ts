/** What people began to write. */
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ownFields, ownIndexes } from '../../kernel/store/own'

const schema = new Schema(
  {
    ...ownFields,
    roomId: { type: String },
    threadId: { type: String },
    text: { type: String, default: '' },
    mentions: { type: Schema.Types.Mixed },
    replyTo: { type: String },
  },
  { versionKey: false },
)
for (const index of ownIndexes) schema.index(index)
schema.index({ userId: 1, roomId: 1 }) // what goes with its room

export type DraftDoc = InferSchemaType<typeof schema>
export const Drafts = model('Draft', schema)
