/** How people arranged their lists: a row for each room that someone pinned, quieted, marked or hid. */
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ownFields, ownIndexes } from '../../kernel/store/own'

const schema = new Schema(
  {
    ...ownFields,
    roomId: { type: String },
    pinnedAt: { type: Date, default: null },
    notify: { type: String, default: 'all' },
    markedUnread: { type: Boolean, default: false },
    hiddenAt: { type: Number, default: null },
  },
  { versionKey: false },
)
for (const index of ownIndexes) schema.index(index)
schema.index({ userId: 1, pinnedAt: 1 }, { partialFilterExpression: { pinnedAt: { $type: 'date' } } }) // how many
schema.index({ roomId: 1, hiddenAt: 1 }) // who hid it

export type PlaceDoc = InferSchemaType<typeof schema>
export const Places = model('Place', schema)
