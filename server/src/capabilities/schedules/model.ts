/** What people planned: own rows, which are the list of jobs at once. */
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ownFields, ownIndexes } from '../../kernel/store/own'

const schema = new Schema(
  {
    ...ownFields,
    kind: { type: String, required: true },
    /** waiting, due or failed, as told; `firing`: a node has taken it and is at it; `done`: said, or taken back. */
    state: { type: String, required: true },
    at: { type: Date, required: true },
    roomId: String,
    content: { type: Schema.Types.Mixed },
    threadId: String,
    replyTo: String,
    alsoToRoom: Boolean,
    expiresAfter: Number,
    messageId: String,
    note: String,
    code: String,
    /** Names who is at it, and until when nobody else takes it over. */
    claim: String,
    claimedUntil: Date,
    tries: { type: Number, default: 0 },
  },
  { versionKey: false, minimize: false },
)
for (const index of ownIndexes) schema.index(index)
schema.index({ userId: 1, gone: 1, at: 1, _id: 1 }) // someone's, the soonest first
schema.index({ state: 1, at: 1 }) // what is due

export type ScheduleDoc = InferSchemaType<typeof schema>
export const Schedules = model('Schedule', schema)
