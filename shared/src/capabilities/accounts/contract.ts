/** Accounts: who someone is, how they prove it, and the sessions that follow. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { ClientId, Id, Nothing, whole, When } from '../../protocol/fields'
import { DisplayName, Person } from '../profiles/person'

/** A name to sign in with: 3–32 letters, digits, `_`, `-`, `.`; compared without case. */
export const Username = z.string().check(z.trim(), z.regex(/^[A-Za-z0-9_.-]{3,32}$/))
/** 8–128 characters; nothing is demanded of them but their number. */
export const Password = z.string().check(z.minLength(8), z.maxLength(128), whole)
const RefreshToken = z.string().check(z.minLength(16), z.maxLength(128))

/** What signing in gives; `expiresIn` is the access token's life in seconds. */
export const Session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.int(),
  user: z.extend(Person, { username: z.string(), isAdmin: z.boolean() }),
})
export type Session = z.output<typeof Session>

/** One place where the person is signed in. */
export const SignIn = z.object({
  id: Id,
  device: z.string(),
  createdAt: When,
  usedAt: When,
  isThis: z.boolean(),
})

export const accounts = contract('accounts', {
  faults: {
    username_taken: [409, 'That name is taken.'],
    wrong_credentials: [401, 'That name or password is not right.'],
    locked: [429, 'Too many wrong passwords. Wait and try again.'],
    refresh_refused: [401, 'This sign-in has ended. Sign in again.'],
  },
  routes: {
    signup: route({
      http: 'POST /signup',
      access: 'public',
      limit: '30/h',
      summary: 'Make an account and sign in to it.',
      input: z.object({ username: Username, password: Password, displayName: z.optional(DisplayName) }),
      output: Session,
    }),
    login: route({
      http: 'POST /login',
      access: 'public',
      limit: '60/min',
      summary: 'Sign in with a name and a password.',
      // A wrong name and a wrong password must look the same, so only sizes are checked here.
      input: z.object({
        username: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
        password: z.string().check(z.minLength(1), z.maxLength(128)),
      }),
      output: Session,
    }),
    refresh: route({
      http: 'POST /token/refresh',
      access: 'public',
      limit: '120/min',
      summary:
        'Exchange a refresh token for a new pair. A token used twice ends every session that came from it; only the same device asking again with the same clientId, because the answer was lost, gets another pair.',
      input: z.object({ refreshToken: RefreshToken, clientId: z.optional(ClientId) }),
      output: Session,
    }),
    logout: route({
      http: 'POST /logout',
      access: 'self',
      limit: '30/min',
      summary: 'Sign out here, or with `everywhere` on every device. Their sockets close.',
      input: z.object({ everywhere: z.optional(z.boolean()) }),
      output: Nothing,
    }),
    changePassword: route({
      http: 'POST /me/password',
      access: 'self',
      limit: '10/min',
      summary: 'Change the password. Every other session ends.',
      input: z.object({
        oldPassword: z.string().check(z.minLength(1), z.maxLength(128)),
        newPassword: Password,
      }),
      output: Nothing,
    }),
    sessions: route({
      http: 'GET /me/sessions',
      access: 'self',
      limit: '60/min',
      summary: 'Where I am signed in, newest first, at most 100.',
      input: z.object({}),
      output: z.object({ items: z.array(SignIn) }),
    }),
  },
  pushes: {},
})
