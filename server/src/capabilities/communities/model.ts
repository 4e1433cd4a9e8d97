/** Communities and the people who belong to them. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const community = new Schema(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    /** The name as it is compared, and the beginnings of its words: what a search finds. */
    nameKey: { type: String, default: '' },
    prefixes: { type: [String], default: [] },
    description: { type: String, default: '' },
    letters: { type: String, default: '' },
    /** True once the letters were chosen; until then they follow the name. */
    ownLetters: { type: Boolean, default: false },
    colour: { type: Number, default: 1 },
    category: { type: String, default: 'general' },
    visibility: { type: String, default: 'public' },
    /** Who owns it: this field alone decides, whatever the owner's own row says. */
    ownerId: { type: String, default: null },
    /** Counted anew after each coming and going, so that both are only ever briefly behind. */
    memberCount: { type: Number, default: 0 },
    roomCount: { type: Number, default: 0 },
    version: { type: Number, default: 1 },
    /** When something was last said in one of its rooms: a hint for sorting lists, written behind. */
    activeAt: { type: Date },
    /** The maker's id and clientId: a retried creation finds the first one. */
    madeBy: { type: String },
    /** What its first room is called. */
    firstRoom: { type: String },
    /** Everyone who is in one of its rooms has a row: absent where the data are older than the rows. */
    admitted: { type: Boolean },
    todo: { type: [String], default: undefined },
    changedAt: { type: Date },
  },
  { versionKey: false, timestamps: true },
)
// discovery: all, of a category, by words; the largest or the liveliest first
community.index({ visibility: 1, memberCount: -1, _id: -1 })
community.index({ visibility: 1, category: 1, memberCount: -1, _id: -1 })
community.index({ visibility: 1, activeAt: -1, _id: -1 })
community.index({ visibility: 1, category: 1, activeAt: -1, _id: -1 })
community.index({ visibility: 1, prefixes: 1, memberCount: -1, _id: -1 })
community.index({ ownerId: 1 }) // erasure
community.index({ madeBy: 1 }, { unique: true, sparse: true })
community.index({ todo: 1 }, { sparse: true }) // what a crash left undone
community.index({ changedAt: 1 }) // what other nodes changed

export type CommunityDoc = InferSchemaType<typeof community>
export const Communities = model('Community', community)

const member = new Schema(
  {
    _id: { type: String, required: true },
    communityId: { type: String, required: true },
    userId: { type: String, required: true },
    /** Never owner: see the community. */
    role: { type: String, required: true },
    invitedBy: { type: String, default: null },
    joinedAt: { type: Date, required: true },
    /** Who left keeps a tombstone, so that every device of theirs learns of it. */
    left: { type: Boolean, required: true },
    /** By whom, and what is still to be done about it. */
    leftBy: { type: String },
    todo: { type: [String], default: undefined },
    changedAt: { type: Date },
  },
  { versionKey: false },
)
member.index({ communityId: 1, left: 1, joinedAt: 1, _id: 1 }) // who is in, in the order they came
member.index({ communityId: 1, left: 1, role: 1, joinedAt: 1 }) // who succeeds an owner
member.index({ userId: 1, left: 1 }) // my communities
member.index({ invitedBy: 1 }, { partialFilterExpression: { invitedBy: { $type: 'string' } } }) // erasure
member.index({ todo: 1 }, { sparse: true })
member.index({ changedAt: 1 }) // what other nodes changed

export type CommunityMemberDoc = InferSchemaType<typeof member>
export const CommunityMembers = model('CommunityMember', member)

/** A member row's id: one row per community and person. */
export const memberId = (communityId: string, userId: string): string => `${communityId}:${userId}`
