/** Who gets what of people, communities and rooms. */
import { closed, all, insiders, onlyOwner, noCommunity, noRoom, type Row } from './access-row'

/** Rows by the route's name. */
export const places: Record<string, Row> = {
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
}
