/** Entries of chains: the truth, of which the facet of the message shows the newest. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const entry = new Schema(
  {
    /** The message's id, a colon, and the person's: one entry each. */
    _id: { type: String, required: true },
    messageId: { type: String, required: true },
    userId: { type: String, required: true },
    text: { type: String, required: true },
    /** False once it was taken back; the row goes when the message says so. */
    on: { type: Boolean, required: true },
    /** False until the message has been counted anew. */
    applied: { type: Boolean, required: true },
    /** Names the row's last change, so that whoever finished an earlier one leaves a later one alone. */
    turn: { type: String, required: true },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
entry.index({ messageId: 1, on: 1, createdAt: 1, _id: 1 }) // the list in its order, and its count
entry.index({ userId: 1, messageId: 1 }) // mine on a page; erasure and export
entry.index({ changedAt: 1 }, { partialFilterExpression: { applied: false } }) // what a crash left uncounted

export type EntryDoc = InferSchemaType<typeof entry>
export const Entries = model('ChainEntry', entry)

const closing = new Schema(
  {
    /** The message's id. */
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    /** False until the message says so too. */
    applied: { type: Boolean, required: true },
  },
  { versionKey: false },
)
closing.index({ at: 1 }, { partialFilterExpression: { applied: false } }) // what a crash left unsaid

/** A chain that somebody closed. */
export const Closings = model('ChainClosing', closing)
