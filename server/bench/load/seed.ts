/** People and rooms written straight into the store with the server's own models: signing up ten thousand takes minutes. */
import { avatarColour, avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import mongoose, { type Model } from 'mongoose'
import { Accounts, SignIns } from '../../src/capabilities/accounts/model'
import { openTokens } from '../../src/capabilities/accounts/tokens'
import { prefixesOf } from '../../src/capabilities/profiles/api'
import { Profiles } from '../../src/capabilities/profiles/model'
import { memberId, Members, Rooms } from '../../src/capabilities/rooms/model'
import { syncModels } from '../../src/kernel/store/mongo'
import type { World } from './system'

/** What only signs tokens here. */
export const secret = 'only-for-measuring-0123456789-abcdefghij'
const hour = 3600
const batch = 1000
/** When everybody came, and what their devices have seen of what is only theirs: an hour ago. */
export const seededAt = new Date(Date.now() - hour * 1000)

/** Ids as long as those that the server makes. */
export const personId = (person: number): string => `person-${String(person).padStart(14, '0')}`
export const roomId = (room: number): string => `room-${String(room).padStart(16, '0')}`
const signInId = (person: number): string => `signin-${String(person).padStart(14, '0')}`

/** Signs the access token of a person, good for an hour. */
export const openSigning = (): ((person: number) => string) => {
  const tokens = openTokens(secret, hour)
  return person => tokens.sign(personId(person), signInId(person), false)
}

/** Writes everybody and every room. A room of two is a direct one. */
export async function seed(uri: string, world: World): Promise<void> {
  await mongoose.connect(uri, { dbName: 'chat', autoIndex: false, autoCreate: false })
  await syncModels([Accounts, SignIns, Profiles, Rooms, Members])
  const now = seededAt
  const people = Array.from({ length: world.people }, (_, person) => person)
  await write(
    Accounts,
    people.map(person => accountOf(person, now)),
  )
  await write(
    SignIns,
    people.map(person => signInOf(person, now)),
  )
  await write(
    Profiles,
    people.map(person => profileOf(person, now)),
  )
  await write(
    Rooms,
    world.rooms.map((members, room) => roomOf(room, members, now)),
  )
  await write(
    Members,
    world.rooms.flatMap((members, room) => seatsOf(room, members, now)),
  )
  await mongoose.disconnect()
}

async function write(model: Model<any>, docs: object[]): Promise<void> {
  for (let done = 0; done < docs.length; done += batch)
    await model.collection.insertMany(docs.slice(done, done + batch) as never)
}

function accountOf(person: number, now: Date) {
  const username = `person${person}`
  const names = { username, usernameKey: username, displayName: `Person ${person}` }
  return { _id: personId(person), ...names, isAdmin: false, createdAt: now, updatedAt: now }
}

const signInOf = (person: number, now: Date) => ({
  _id: signInId(person),
  userId: personId(person),
  device: '',
  refreshHash: signInId(person),
  createdAt: now,
  usedAt: now,
  expiresAt: new Date(now.getTime() + 24 * hour * 1000),
})

function profileOf(person: number, now: Date) {
  const { _id, username, usernameKey, displayName } = accountOf(person, now)
  return {
    ...{ _id, username, usernameKey, displayName, bio: '', picture: null, status: null, ownLetters: false },
    letters: avatarLetters(displayName),
    colour: avatarColour(_id),
    nameKey: displayName.toLowerCase(),
    prefixes: prefixesOf(displayName),
    ...{ createdAt: now, updatedAt: now },
  }
}

function roomOf(room: number, members: number[], now: Date) {
  const isDirect = members.length === 2
  return {
    _id: roomId(room),
    ...{ type: isDirect ? 'direct_message' : 'group_chat', visibility: 'private', history: 'all' },
    ...{
      name: isDirect ? '' : `Room ${room}`,
      topic: '',
      communityId: null,
      creatorId: personId(members[0]!),
    },
    ...{ maxMembers: isDirect ? 2 : null, memberCount: members.length, invites: 'members' },
    ...{ mentionAll: 'moderators', forwarding: 'allowed', expiresAfter: 0, announcement: null },
    ...{ version: 1, floor: 0, lastAt: now, changedAt: now, createdAt: now, updatedAt: now },
    ...(isDirect ? { pair: members.map(personId).sort().join(':') } : {}),
  }
}

function seatsOf(room: number, members: number[], now: Date) {
  const isDirect = members.length === 2
  return members.map((person, place) => ({
    _id: memberId(roomId(room), personId(person)),
    ...{ roomId: roomId(room), userId: personId(person), invitedBy: null, joinedAt: now, left: false },
    ...{ role: place === 0 && !isDirect ? 'owner' : 'member', fromSeq: 0, readSeq: 0, changedAt: now },
    ...(isDirect ? { seat: place } : {}),
  }))
}
