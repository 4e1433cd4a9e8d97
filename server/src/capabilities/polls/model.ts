/** Votes and what was done to polls: the truth, of which the facet of the message is a count. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const vote = new Schema(
  {
    /** The message's id, a colon, and the person's: one vote each. */
    _id: { type: String, required: true },
    messageId: { type: String, required: true },
    userId: { type: String, required: true },
    /** Empty once it was taken back; the row goes when the message says so. */
    options: { type: [String], required: true },
    /** False until the message has been counted anew. */
    applied: { type: Boolean, required: true },
    /** Names the row's last change, so that whoever finished an earlier one leaves a later one alone. */
    turn: { type: String, required: true },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
vote.index({ messageId: 1, createdAt: 1, _id: 1 }) // counting, and who chose, in the order they did
vote.index({ userId: 1, messageId: 1 }) // mine on a page; erasure and export
vote.index({ changedAt: 1 }, { partialFilterExpression: { applied: false } }) // what a crash left uncounted

export type VoteDoc = InferSchemaType<typeof vote>
export const Votes = model('PollVote', vote)

const poll = new Schema(
  {
    /** The message's id. */
    _id: { type: String, required: true },
    added: {
      type: [
        {
          id: { type: String, required: true },
          text: { type: String, required: true },
          by: String,
          _id: false,
        },
      ],
      required: true,
    },
    closedAt: { type: Date, default: null },
    /** False until the message says so too. */
    applied: { type: Boolean, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
poll.index({ changedAt: 1 }, { partialFilterExpression: { applied: false } }) // what a crash left unsaid
poll.index({ 'added.by': 1 }) // erasure

export type PollDoc = InferSchemaType<typeof poll>
/** A poll that somebody added to, or closed. */
export const Polls = model('Poll', poll)
