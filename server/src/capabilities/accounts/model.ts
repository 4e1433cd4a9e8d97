/** Accounts and the places where they are signed in. */
import { type InferSchemaType, model, Schema } from 'mongoose'

/** What an app knows someone by: `subject` is the app, our id there and theirs. */
const linked = new Schema(
  { subject: { type: String, required: true }, linkedAt: { type: Date, required: true } },
  { _id: false },
)

const account = new Schema(
  {
    _id: { type: String, required: true },
    username: { type: String, required: true },
    usernameKey: { type: String, required: true },
    displayName: { type: String, required: true },
    /** Absent where a vendor's word is all there is. */
    passwordHash: { type: String },
    passwordAt: { type: Date },
    /** One place a kind. These and the password stand in one document: that a way stays is one atomic update. */
    ways: { wechat: { type: linked }, alipay: { type: linked } },
    /** The username was made for them, and may be replaced. */
    generatedName: { type: Boolean },
    /** Being erased: nobody can sign in any more. */
    deletingAt: { type: Date },
    isAdmin: { type: Boolean, required: true, default: false },
    todo: { type: [String], default: undefined },
  },
  { versionKey: false, timestamps: true },
)
account.index({ usernameKey: 1 }, { unique: true })
account.index({ 'ways.wechat.subject': 1 }, { unique: true, sparse: true }) // one account an identity
account.index({ 'ways.alipay.subject': 1 }, { unique: true, sparse: true })
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
