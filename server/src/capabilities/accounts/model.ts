/** Accounts and the places where they are signed in. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const account = new Schema(
  {
    _id: { type: String, required: true },
    username: { type: String, required: true },
    usernameKey: { type: String, required: true },
    displayName: { type: String, required: true },
    passwordHash: { type: String, required: true },
    isAdmin: { type: Boolean, required: true, default: false },
    todo: { type: [String], default: undefined },
  },
  { versionKey: false, timestamps: true },
)
account.index({ usernameKey: 1 }, { unique: true })
account.index({ todo: 1 }, { sparse: true }) // what a crash left undone

export type AccountDoc = InferSchemaType<typeof account>
export const Accounts = model('Account', account)

const signIn = new Schema(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    device: { type: String, default: '' },
    refreshHash: { type: String, required: true },
    /** The token before it and the clientId that spent it: the same device may ask again when the answer was lost. */
    spentHash: { type: String },
    createdAt: { type: Date, required: true },
    usedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    endedAt: { type: Date },
  },
  { versionKey: false },
)
signIn.index({ userId: 1, usedAt: -1 })
signIn.index({ endedAt: 1 }, { sparse: true }) // what ended in the last 16 minutes
signIn.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type SignInDoc = InferSchemaType<typeof signIn>
/** One row a sign-in; every refresh token of one row is its family. */
export const SignIns = model('SignIn', signIn)
