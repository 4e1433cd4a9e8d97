/** Rooms and the people in them. */
import { type InferSchemaType, model, Schema } from 'mongoose'
import { writesOf } from '../../kernel/store/written'

const room = new Schema(
  {
    _id: { type: String, required: true },
    type: { type: String, required: true },
    name: { type: String, default: '' },
    topic: { type: String, default: '' },
    /** The beginnings of the words of both; absent in rows from before there were any. */
    prefixes: { type: [String], default: undefined },
    visibility: { type: String, required: true },
    communityId: { type: String, default: null },
    creatorId: { type: String, default: null },
    maxMembers: { type: Number, default: null },
    /** How many are in; recounted after each coming and going, so it is only ever briefly behind. */
    memberCount: { type: Number, required: true },
    history: { type: String, required: true },
    invites: { type: String, required: true },
    mentionAll: { type: String, default: 'moderators' },
    forwarding: { type: String, default: 'allowed' },
    expiresAfter: { type: Number, default: 0 },
    announcement: { type: { text: String, by: String, at: Date, _id: false }, default: null },
    version: { type: Number, required: true },
    /** Counter values below it no longer have rows: written before anything is taken away (PROTOCOL.md 4). */
    floor: { type: Number, required: true },
    /** Both ids of a direct room, sorted: one room per pair, ever. */
    pair: { type: String },
    /** The maker's id and clientId: a retried creation finds the first one. */
    madeBy: { type: String },
    /** When something was last said: a hint for sorting lists, written behind. */
    lastAt: { type: Date, required: true },
    changedAt: { type: Date },
  },
  { versionKey: false, timestamps: true },
)
room.index({ pair: 1 }, { unique: true, sparse: true })
room.index({ madeBy: 1 }, { unique: true, sparse: true })
room.index({ visibility: 1, communityId: 1, createdAt: -1, _id: -1 }) // discovery within communities
room.index({ prefixes: 1, visibility: 1, createdAt: -1, _id: -1 }) // by words
room.index({ communityId: 1, createdAt: -1, _id: -1 }) // all of a community
room.index({ creatorId: 1 }, { partialFilterExpression: { creatorId: { $type: 'string' } } }) // erasure
room.index({ 'announcement.by': 1 }, { sparse: true }) // erasure
room.index({ changedAt: 1 }) // what other nodes changed

/** Tells of every write of rooms in this process, with the filter that chose them. */
export const onRoomWritten = writesOf(room)

export type RoomDoc = InferSchemaType<typeof room>
export const Rooms = model('Room', room)

const member = new Schema(
  {
    _id: { type: String, required: true },
    roomId: { type: String, required: true },
    userId: { type: String, required: true },
    role: { type: String, required: true },
    /** When the role was last given by somebody; absent where it is that of coming in. */
    rankedAt: { type: Date },
    /** Who owns the room instead of this person, while that is being written. */
    heir: { type: String },
    invitedBy: { type: String, default: null },
    joinedAt: { type: Date, required: true },
    /** A left member keeps a tombstone, so that every device of theirs learns of it. */
    left: { type: Boolean, required: true },
    /** In a room with a limit: a number below it that nobody else there has. */
    seat: { type: Number },
    fromSeq: { type: Number, required: true },
    readSeq: { type: Number, required: true },
    changedAt: { type: Date },
  },
  { versionKey: false },
)
member.index({ roomId: 1, userId: 1 }, { unique: true })
member.index({ roomId: 1, seat: 1 }, { unique: true, partialFilterExpression: { seat: { $type: 'number' } } })
member.index({ roomId: 1, left: 1, joinedAt: 1, _id: 1 }) // who is in, in the order they came
member.index({ roomId: 1, left: 1, role: 1, joinedAt: 1 }) // who succeeds an owner
member.index({ heir: 1 }, { partialFilterExpression: { heir: { $type: 'string' } } }) // what a crash cut short
member.index({ roomId: 1, left: 1, fromSeq: 1 }) // who does not see it from its beginning
member.index({ userId: 1, left: 1, roomId: 1 }) // my rooms
member.index({ invitedBy: 1 }, { partialFilterExpression: { invitedBy: { $type: 'string' } } }) // erasure
member.index({ userId: 1, changedAt: 1 }) // what changed of mine
member.index({ changedAt: 1 }) // what other nodes changed

/** The same of members; a bulk write of reading positions is not told. */
export const onMemberWritten = writesOf(member)

export type MemberDoc = InferSchemaType<typeof member>
export const Members = model('Member', member)

/** A member row's id: one row per room and person. */
export const memberId = (roomId: string, userId: string): string => `${roomId}:${userId}`
