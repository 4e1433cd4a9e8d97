/** How each person appears. */
import { type InferSchemaType, model, Schema } from 'mongoose'
import { writesOf } from '../../kernel/store/written'

const schema = new Schema(
  {
    _id: { type: String, required: true },
    displayName: { type: String, required: true },
    username: { type: String, required: true },
    letters: { type: String, required: true },
    colour: { type: Number, required: true },
    /** True once the letters were chosen; until then they follow the name. */
    ownLetters: { type: Boolean, required: true },
    bio: { type: String, default: '' },
    /** The version of the picture that is shown; null shows the letters. */
    picture: { type: String, default: null },
    /** Kept beyond its time until the next change; never shown then. */
    status: { type: { text: String, emoji: String, until: Date, _id: false }, default: null },
    nameKey: { type: String, required: true },
    /** The beginnings of the words of the name; absent in rows from before there were any. */
    prefixes: { type: [String], default: undefined },
    usernameKey: { type: String, required: true },
    changedAt: { type: Date },
  },
  { versionKey: false, timestamps: true },
)
schema.index({ nameKey: 1, _id: 1 }) // finding people by the name they show
schema.index({ prefixes: 1, nameKey: 1, _id: 1 }) // by a word inside that name
schema.index({ usernameKey: 1, _id: 1 }) // and by the one they sign in with
schema.index({ changedAt: 1, _id: 1 }) // what other nodes changed

/** A row for each version: whoever changes the profile's version removes the row of the one before. */
const pictureSchema = new Schema(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
)
pictureSchema.index({ userId: 1 }) // everything of one person

/** Tells of every write of profiles in this process but bulk ones, with the filter that chose them. */
export const onProfileWritten = writesOf(schema)

export type ProfileDoc = InferSchemaType<typeof schema>
export const Profiles = model('Profile', schema)
export const Pictures = model('Picture', pictureSchema)
