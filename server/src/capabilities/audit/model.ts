/** The record: rows are added and read, never changed. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    _id: { type: String, required: true },
    act: { type: String, required: true },
    at: { type: Date, required: true },
    actorId: { type: String, required: true },
    subjectId: { type: String, default: null },
    roomId: { type: String, default: null },
    communityId: { type: String, default: null },
    data: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, minimize: false },
)
schema.index({ roomId: 1, at: -1, _id: -1 }) // of one room
schema.index({ at: -1, _id: -1 }) // of all
schema.index({ actorId: 1, at: -1 }) // export
schema.index({ subjectId: 1, at: -1 })

export type AuditDoc = InferSchemaType<typeof schema>
export const AuditRows = model('AuditRow', schema)
