/** Who gets what from each route: a new route needs its row here. */
import { tinyPicture } from './picture'
import type { TestPerson } from './person'

/** Whether only who is let in knows of the room and the community, or anyone may find them. */
export type Kind = 'private' | 'public'
/** What a cell of the table is tried on. */
export interface Scene {
  communityId: string
  /** Of the community. */
  version: number
  roomId: string
  messageId: string
  memberId: string
  guestId: string
  /** Nobody else has to do with them. */
  passerbyId: string
}
/** One route: what it is asked, and what each gets. */
export interface Row {
  input: (scene: Scene) => Record<string, unknown>
  /** The same with an id that nobody and nothing has; absent where the input has no subject. */
  unknown?: Record<string, unknown>
  /** What each gets, `private | public` where the two differ. */
  owner: string
  member: string
  stranger: string
  removed: string
}

const closed = 'not_found | forbidden'
const all = { owner: 'ok', member: 'ok', stranger: 'ok', removed: 'ok' }
const insiders = { owner: 'ok', member: 'ok', stranger: closed, removed: closed }
const nobody = { owner: 'forbidden', member: 'forbidden', stranger: 'forbidden', removed: 'forbidden' }
const onlyOwner = { owner: 'ok', member: 'forbidden', stranger: closed, removed: closed }
const noCommunity = { communityId: 'nowhere' }
const noRoom = { roomId: 'no-such-room' }
const noMessage = { messageId: 'no-such-message' }
const content = { text: 'said' }

/** Routes whose subject decides: who may, and who may not even know. */
export const table: Record<string, Row> = {
  'profiles.get': { ...all, input: ({ guestId }) => ({ userId: guestId }), unknown: { userId: 'nobody' } },
  'profiles.getMany': { ...all, input: ({ guestId }) => ({ userIds: [guestId] }) },
  'blocks.block': {
    ...all,
    input: ({ passerbyId }) => ({ userId: passerbyId }),
    unknown: { userId: 'nobody' },
  },
  'communities.list': { ...all, input: () => ({}) },
  'communities.create': { ...all, input: () => ({ name: 'x' }) },
  'communities.get': {
    ...insiders,
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ communityId }) => ({ communityId }),
    unknown: noCommunity,
  },
  'communities.update': {
    ...onlyOwner,
    input: ({ communityId, version }) => ({ communityId, version, name: 'y' }),
    unknown: { ...noCommunity, version: 1, name: 'y' },
  },
  'communities.join': {
    owner: 'ok',
    member: 'ok',
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ communityId }) => ({ communityId }),
    unknown: noCommunity,
  },
  'communities.leave': {
    owner: 'owner_stays',
    member: 'ok',
    stranger: closed,
    removed: closed,
    input: ({ communityId }) => ({ communityId }),
    unknown: noCommunity,
  },
  'communities.members': {
    ...insiders,
    input: ({ communityId }) => ({ communityId }),
    unknown: noCommunity,
  },
  'communities.addMember': {
    ...insiders,
    member: 'forbidden | ok',
    input: ({ communityId, guestId }) => ({ communityId, userId: guestId }),
    unknown: { ...noCommunity, userId: 'nobody' },
  },
  'communities.removeMember': {
    ...onlyOwner,
    input: ({ communityId, memberId }) => ({ communityId, userId: memberId }),
    unknown: { ...noCommunity, userId: 'nobody' },
  },
  'communities.setRole': {
    ...onlyOwner,
    input: ({ communityId, memberId }) => ({ communityId, userId: memberId, role: 'moderator' }),
    unknown: { ...noCommunity, userId: 'nobody', role: 'moderator' },
  },
  'rooms.create': {
    ...all,
    input: () => ({ name: 'x', communityId: 'welcome' }),
    unknown: { name: 'x', communityId: 'nowhere' },
  },
  'rooms.list': { ...all, input: () => ({}) },
  'rooms.get': {
    ...insiders,
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ roomId }) => ({ roomId }),
    unknown: noRoom,
  },
  'rooms.update': {
    ...onlyOwner,
    input: ({ roomId }) => ({ roomId, version: 1, name: 'y' }),
    unknown: { ...noRoom, version: 1, name: 'y' },
  },
  'rooms.members': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'rooms.addMember': {
    ...insiders,
    input: ({ roomId, guestId }) => ({ roomId, userId: guestId }),
    unknown: { ...noRoom, userId: 'nobody' },
  },
  'rooms.removeMember': {
    ...onlyOwner,
    input: ({ roomId, memberId }) => ({ roomId, userId: memberId }),
    unknown: { ...noRoom, userId: 'nobody' },
  },
  'rooms.setRole': {
    ...onlyOwner,
    input: ({ roomId, memberId }) => ({ roomId, userId: memberId, role: 'moderator' }),
    unknown: { ...noRoom, userId: 'nobody', role: 'moderator' },
  },
  'rooms.join': {
    owner: 'ok',
    member: 'ok',
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ roomId }) => ({ roomId }),
    unknown: noRoom,
  },
  'rooms.leave': {
    owner: 'owner_stays',
    member: 'ok',
    stranger: closed,
    removed: closed,
    input: ({ roomId }) => ({ roomId }),
    unknown: noRoom,
  },
  'rooms.openDirect': {
    ...all,
    input: ({ guestId }) => ({ userId: guestId }),
    unknown: { userId: 'nobody' },
  },
  'messages.send': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, content }),
    unknown: { ...noRoom, content },
  },
  'messages.history': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'messages.get': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'messages.edit': {
    ...insiders,
    member: 'not_yours',
    input: ({ messageId }) => ({ messageId, content }),
    unknown: { ...noMessage, content },
  },
  'messages.remove': { ...onlyOwner, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'reactions.add': {
    ...insiders,
    input: ({ messageId }) => ({ messageId, emoji: '👍' }),
    unknown: { ...noMessage, emoji: '👍' },
  },
  'reactions.remove': {
    ...insiders,
    input: ({ messageId }) => ({ messageId, emoji: '👍' }),
    unknown: { ...noMessage, emoji: '👍' },
  },
  'reactions.list': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'reports.create': {
    ...all,
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ roomId }) => ({ roomId, reason: 'spam' }),
    unknown: { ...noRoom, reason: 'spam' },
  },
  'reports.list': { ...nobody, input: () => ({}) },
  'presence.watch': { ...all, input: ({ guestId }) => ({ userIds: [guestId] }) },
  'typing.set': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, isTyping: true }),
    unknown: { ...noRoom, isTyping: true },
  },
  'conversations.markRead': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, seq: 1 }),
    unknown: { ...noRoom, seq: 1 },
  },
}

/** Routes on what is only the caller's own: being signed in is all there is to ask. */
export const own: Record<
  string,
  Record<string, unknown> | ((person: TestPerson) => Record<string, unknown>)
> = {
  'profiles.me': {},
  'profiles.update': { displayName: 'me' },
  'profiles.setPicture': { picture: tinyPicture },
  'profiles.removePicture': {},
  'profiles.find': { query: 'a' },
  'accounts.logout': {},
  'accounts.changePassword': { oldPassword: 'password of someone', newPassword: 'another one' },
  'accounts.sessions': {},
  'accounts.ways': {},
  'accounts.link': { kind: 'wechat', code: 'a-granted-code' },
  'accounts.unlink': { kind: 'wechat' },
  'accounts.remove': ({ session }) => ({
    confirm: session.user.username,
    password: 'password of someone',
  }),
  'blocks.unblock': { userId: 'nobody' },
  'blocks.list': {},
  'blocks.ids': {},
  'conversations.list': {},
  'presence.update': { status: 'away' },
  'conversations.sync': { rooms: {} },
}

/** What someone asks of a route that is only their own. */
export const ownInput = (name: string, person: TestPerson) => {
  const input = own[name]
  return typeof input === 'function' ? input(person) : input
}

/** Routes for whoever has not signed in yet. */
export const open = ['accounts.signup', 'accounts.login', 'accounts.loginWith', 'accounts.refresh']
