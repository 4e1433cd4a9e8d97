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
  /** A message that the owner planned in a room. */
  scheduleId: string
  /** What the owner asked and began in a room of the same people. */
  pollId: string
  chainId: string
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
const noRoot = { rootId: 'no-such-message' }
const content = { text: 'said' }
const noSchedule = { scheduleId: 'no-such-schedule' }
const tomorrow = new Date(Date.now() + 24 * 3600 * 1000).toISOString()
/** What is only the owner's own. */
const onlyMine = { owner: 'ok', member: 'not_found', stranger: 'not_found', removed: 'not_found' }
const carried = { merged: false, clientId: 'client-id-0123456789' }

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
  'messages.versions': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'messages.recall': {
    ...insiders,
    member: 'not_yours',
    input: ({ messageId }) => ({ messageId }),
    unknown: noMessage,
  },
  'hiding.hide': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'hiding.show': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'audit.ofRoom': { ...onlyOwner, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'audit.all': { ...nobody, input: () => ({}) },
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
  'polls.create': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, question: 'q', options: ['a', 'b'] }),
    unknown: { ...noRoom, question: 'q', options: ['a', 'b'] },
  },
  'polls.vote': {
    ...insiders,
    input: ({ pollId }) => ({ messageId: pollId, options: ['o1'] }),
    unknown: { ...noMessage, options: ['o1'] },
  },
  'polls.addOption': {
    ...insiders,
    member: 'not_open',
    input: ({ pollId }) => ({ messageId: pollId, text: 'c' }),
    unknown: { ...noMessage, text: 'c' },
  },
  'polls.close': {
    ...insiders,
    member: 'not_yours',
    input: ({ pollId }) => ({ messageId: pollId }),
    unknown: noMessage,
  },
  'polls.voters': { ...insiders, input: ({ pollId }) => ({ messageId: pollId }), unknown: noMessage },
  'chains.create': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, title: 't' }),
    unknown: { ...noRoom, title: 't' },
  },
  'chains.join': {
    ...insiders,
    input: ({ chainId }) => ({ messageId: chainId, text: 'x' }),
    unknown: { ...noMessage, text: 'x' },
  },
  'chains.leave': { ...insiders, input: ({ chainId }) => ({ messageId: chainId }), unknown: noMessage },
  'chains.close': {
    ...insiders,
    member: 'not_yours',
    input: ({ chainId }) => ({ messageId: chainId }),
    unknown: noMessage,
  },
  'chains.entries': { ...insiders, input: ({ chainId }) => ({ messageId: chainId }), unknown: noMessage },
  'search.find': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, query: 'said' }),
    unknown: { ...noRoom, query: 'said' },
  },
  'search.seqAt': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, time: '2020-01-01T00:00:00Z' }),
    unknown: { ...noRoom, time: '2020-01-01T00:00:00Z' },
  },
  'reactions.list': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'mentions.unread': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'receipts.positions': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'receipts.readers': { ...onlyOwner, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'threads.read': {
    ...insiders,
    owner: 'not_following',
    member: 'not_following',
    input: ({ messageId }) => ({ rootId: messageId, seq: 1 }),
    unknown: { ...noRoot, seq: 1 },
  },
  'threads.setLevel': {
    ...insiders,
    owner: 'not_following',
    member: 'not_following',
    input: ({ messageId }) => ({ rootId: messageId, level: 'none' }),
    unknown: { ...noRoot, level: 'none' },
  },
  'threads.follow': { ...insiders, input: ({ messageId }) => ({ rootId: messageId }), unknown: noRoot },
  'threads.unfollow': {
    ...insiders,
    owner: 'not_following',
    member: 'not_following',
    input: ({ messageId }) => ({ rootId: messageId }),
    unknown: noRoot,
  },
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
  'conversations.arrange': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, markedUnread: true }),
    unknown: { ...noRoom, markedUnread: true },
  },
  'drafts.save': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, text: 'begun' }),
    unknown: { ...noRoom, text: 'begun' },
  },
  'schedules.create': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, content, at: tomorrow }),
    unknown: { ...noRoom, content, at: tomorrow },
  },
  'schedules.remind': {
    ...insiders,
    input: ({ messageId }) => ({ messageId, at: tomorrow }),
    unknown: { ...noMessage, at: tomorrow },
  },
  'schedules.update': {
    ...onlyMine,
    input: ({ scheduleId }) => ({ scheduleId, at: tomorrow }),
    unknown: { ...noSchedule, at: tomorrow },
  },
  'schedules.cancel': { ...onlyMine, input: ({ scheduleId }) => ({ scheduleId }), unknown: noSchedule },
  'schedules.sendNow': { ...onlyMine, input: ({ scheduleId }) => ({ scheduleId }), unknown: noSchedule },
  'favourites.keep': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'forwarding.forward': {
    ...insiders,
    input: ({ roomId, messageId }) => ({ ...carried, messageIds: [messageId], roomIds: [roomId] }),
    unknown: { ...carried, messageIds: ['no-such-message'], roomIds: ['no-such-room'] },
  },
  'pins.add': { ...onlyOwner, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'pins.remove': { ...onlyOwner, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'pins.list': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
}

/** Routes on what is only the caller's own: being signed in is all there is to ask. */
export const own: Record<
  string,
  Record<string, unknown> | ((person: TestPerson) => Record<string, unknown>)
> = {
  'profiles.me': {},
  'messages.windows': {},
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
  'threads.list': {},
  'mentions.list': {},
  'receipts.set': { send: true },
  'favourites.drop': { messageId: 'no-such-message' },
  'favourites.list': {},
  'schedules.list': {},
}

/** What someone asks of a route that is only their own. */
export const ownInput = (name: string, person: TestPerson) => {
  const input = own[name]
  return typeof input === 'function' ? input(person) : input
}

/** Routes for whoever has not signed in yet. */
export const open = ['accounts.signup', 'accounts.login', 'accounts.loginWith', 'accounts.refresh']
