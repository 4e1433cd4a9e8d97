/** What a person chose to be, and where they have been seen. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const choice = new Schema(
  {
    _id: { type: String, required: true },
    /** online, away or invisible; nothing chosen is online. */
    choice: String,
    /** When their last connection was lost. */
    lastSeenAt: Date,
    changedAt: Date,
  },
  { versionKey: false },
)
choice.index({ changedAt: 1, _id: 1 }) // other nodes read what changed

const sighting = new Schema(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    nodeId: { type: String, required: true },
    /** One of their connections there has the app in front. */
    active: { type: Boolean, required: true },
    /** When the last of their connections there was lost; null while there is one and the node lives. */
    leftAt: { type: Date, default: null },
    changedAt: Date,
  },
  { versionKey: false },
)
sighting.index({ userId: 1 }) // how someone is, erasure and export
sighting.index({ nodeId: 1, leftAt: 1 }) // what a dead node leaves behind
sighting.index({ changedAt: 1, _id: 1 }) // other nodes read what changed
// Who left long ago is told by lastSeenAt.
sighting.index({ leftAt: 1 }, { expireAfterSeconds: 3600 })

export type ChoiceDoc = InferSchemaType<typeof choice>
export const Choices = model('PresenceChoice', choice)
export type SightingDoc = InferSchemaType<typeof sighting>
export const Sightings = model('PresenceSighting', sighting)

/** The one row of a person on a node. */
export const sightingId = (userId: string, nodeId: string): string => `${userId}:${nodeId}`
