/** Who gets what from each route: a new route needs its row, here or in the parts of the table. */
import { places } from './access-places'
import type { Row } from './access-row'
import { talk } from './access-talk'
import { tinyPicture } from './picture'
import type { TestPerson } from './person'

/** Routes whose subject decides: who may, and who may not even know. */
export const table: Record<string, Row> = { ...places, ...talk }

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
