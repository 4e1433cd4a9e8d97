/** Messages: one small document each. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const schema = new Schema(
  {
    _id: { type: String, required: true },
    roomId: { type: String, required: true },
    senderId: { type: String, required: true },
    /** The room's value when it was created; it orders the room and never changes. */
    seq: { type: Number, required: true },
    /** The room's value at its last change. */
    rev: { type: Number, required: true },
    /** Every value it took, the newest 256: none of them can be taken again. */
    revs: { type: [Number], required: true },
    type: { type: String, required: true },
    content: { type: Schema.Types.Mixed, default: null },
    clientId: { type: String, required: true },
    replyTo: { type: String },
    threadId: { type: String },
    alsoToRoom: { type: Boolean },
    /** The room's own pages pass it by: what stands only in its thread, and what has expired. */
    aside: { type: Boolean, required: true },
    /** Whom it calls: people's ids, and `all`. */
    mentioned: { type: [String], default: undefined },
    /** What it said before its edits, oldest first, the newest 50; read only by who asks for its history. */
    versions: { type: Schema.Types.Mixed, select: false },
    facets: { type: Schema.Types.Mixed, required: true },
    /** Whether it counts as unread: what a person said, and that is still there. */
    countable: { type: Boolean, required: true },
    editedAt: { type: Date },
    gone: { type: { by: String, why: String, at: Date, _id: false } },
    createdAt: { type: Date, required: true },
    /** Which durable listeners have not heard of its last change yet. */
    todo: { type: [String], default: undefined },
  },
  { versionKey: false, minimize: false },
)
schema.index({ roomId: 1, revs: 1 }, { unique: true }) // the arbiter of the counter (PROTOCOL.md 4)
schema.index({ roomId: 1, senderId: 1, clientId: 1 }, { unique: true }) // a resend is the same message
schema.index({ roomId: 1, seq: 1, senderId: 1, countable: 1 }) // unread counts without a document
schema.index({ roomId: 1, aside: 1, seq: 1 }) // pages of a room
schema.index({ threadId: 1, seq: 1 }, { partialFilterExpression: { threadId: { $type: 'string' } } }) // pages of a thread
schema.index({ replyTo: 1, _id: 1 }, { partialFilterExpression: { replyTo: { $type: 'string' } } }) // who quotes it
const calling = { partialFilterExpression: { mentioned: { $exists: true } } }
schema.index({ roomId: 1, mentioned: 1, seq: 1 }, calling) // what calls someone in a room
schema.index({ roomId: 1, mentioned: 1, createdAt: -1, _id: -1 }, calling) // and in all of their rooms
schema.index({ roomId: 1, rev: 1 }) // sync
schema.index({ senderId: 1, _id: 1 }) // erasure and export
// What vanishes: in a room what nobody else has read yet, and everywhere what ends when.
const vanishing = { partialFilterExpression: { 'facets.expiry.seconds': { $gt: 0 } } }
schema.index({ roomId: 1, 'facets.expiry.endsAt': 1, seq: 1 }, vanishing)
schema.index({ 'facets.expiry.endsAt': 1, _id: 1 }, vanishing)
schema.index({ todo: 1 }, { sparse: true })

export type MessageDoc = InferSchemaType<typeof schema>
export const Messages = model('Message', schema)

/** The name of the index that arbitrates the counter, as a refusal names it. */
export const counterIndex = 'roomId_1_revs_1'
