/** What was reported, and what it was then. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    _id: { type: String, required: true },
    /** Absent once the person is gone. */
    reporterId: { type: String },
    /** Person and subject while the report is open: one of a kind. */
    openKey: { type: String },
    /** The reporter's id and clientId: a resend finds the report. */
    madeBy: { type: String },
    kind: { type: String, required: true },
    subjectId: { type: String, required: true },
    roomId: { type: String, default: null },
    authorId: { type: String, default: null },
    state: { type: String, required: true },
    reason: { type: String, required: true },
    note: { type: String, default: '' },
    evidence: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, timestamps: true, minimize: false },
)
schema.index({ openKey: 1 }, { unique: true, sparse: true }) // one open report per person and subject
schema.index({ madeBy: 1 }, { sparse: true }) // a resend
schema.index({ state: 1, createdAt: -1, _id: -1 }) // the queue
schema.index({ reporterId: 1, createdAt: -1 }) // erasure and export

export type ReportDoc = InferSchemaType<typeof schema>
export const Reports = model('Report', schema)
