/** Accounts: who someone is, how they prove it, and the sessions that follow. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { ClientId, Id, Nothing, whole, When } from '../../protocol/fields'
import { Self } from '../profiles/contract'
import { DisplayName } from '../profiles/person'
import { VendorCode, VendorKind, Way } from './ways'

/** A name to sign in with: 3–32 letters, digits, `_`, `-`, `.`; compared without case. */
export const Username = z.string().check(z.trim(), z.regex(/^[A-Za-z0-9_.-]{3,32}$/))
/** 8–128 characters; nothing is demanded of them but their number. */
export const Password = z.string().check(z.minLength(8), z.maxLength(128), whole)
/** A password as it is typed to prove something: only its size is looked at. */
const TypedPassword = z.string().check(z.minLength(1), z.maxLength(128))
const RefreshToken = z.string().check(z.minLength(16), z.maxLength(128))

/**
 * What signing in gives; `expiresIn` is the access token's life in seconds. `isNew` stands only where a vendor's code
 * just made the account: nobody has chosen its names yet.
 */
export const Session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.int(),
  user: Self,
  isNew: z.optional(z.literal(true)),
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
    code_refused: [401, 'That code is not good, or no longer. Ask for another.'],
    vendor_unavailable: [503, 'The app you sign in with does not answer. Try again.'],
    vendor_off: [501, 'This server does not take part in that way of signing in.'],
    way_taken: [409, 'That belongs to another account.'],
    way_linked: [409, 'Another one of that kind is linked. Unlink it first.'],
    last_way: [409, 'That is the only way to sign in. Add another first.'],
  },
  routes: {
    signup: route({
      http: 'POST /signup',
      access: 'public',
      limit: '30/h',
      summary: 'Make an account and sign in to it.',
      input: z.object({ username: Username, password: Password, displayName: z.optional(DisplayName) }),
      output: Session,
      faults: ['username_taken'],
    }),
    login: route({
      http: 'POST /login',
      access: 'public',
      limit: '60/min',
      summary: 'Sign in with a name and a password.',
      // A wrong name and a wrong password must look the same, so only sizes are checked here.
      input: z.object({
        username: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
        password: TypedPassword,
      }),
      output: Session,
      faults: ['wrong_credentials', 'locked'],
    }),
    loginWith: route({
      http: 'POST /login/:kind',
      access: 'public',
      limit: '60/min',
      summary:
        'Sign in with the code that WeChat or Alipay gave its mini program. The first time makes an account with a generated username and no password, and says so with `isNew`.',
      input: z.object({ kind: VendorKind, code: VendorCode }),
      output: Session,
      faults: ['code_refused', 'vendor_unavailable', 'vendor_off'],
    }),
    refresh: route({
      http: 'POST /token/refresh',
      access: 'public',
      limit: '120/min',
      summary:
        'Exchange a refresh token for a new pair. A token used twice ends every session that came from it; only the same device asking again with the same clientId, because the answer was lost, gets another pair.',
      input: z.object({ refreshToken: RefreshToken, clientId: z.optional(ClientId) }),
      output: Session,
      faults: ['refresh_refused'],
    }),
    logout: route({
      http: 'POST /logout',
      access: 'self',
      limit: '30/min',
      summary: 'Sign out here, or with `everywhere` on every device. Their sockets close.',
      input: z.object({ everywhere: z.optional(z.boolean()) }),
      output: Nothing,
      faults: [],
    }),
    changePassword: route({
      http: 'POST /me/password',
      access: 'self',
      limit: '10/min',
      summary:
        'Change the password, or set the first one, which alone needs no `oldPassword`. `username` replaces a generated one. Every other session ends.',
      input: z.object({
        oldPassword: z.optional(TypedPassword),
        newPassword: Password,
        username: z.optional(Username),
      }),
      output: Nothing,
      faults: ['wrong_credentials', 'locked', 'username_taken'],
    }),
    sessions: route({
      http: 'GET /me/sessions',
      access: 'self',
      limit: '60/min',
      summary: 'Where I am signed in, newest first, at most 100.',
      input: z.object({}),
      output: z.object({ items: z.array(SignIn) }),
      faults: [],
    }),
    ways: route({
      http: 'GET /me/ways',
      access: 'self',
      limit: '60/min',
      summary:
        'How I can sign in, what this server offers to link, and whether my username is a generated one, which setting a password may replace.',
      input: z.object({}),
      output: z.object({ items: z.array(Way), offered: z.array(VendorKind), generatedName: z.boolean() }),
      faults: [],
    }),
    link: route({
      http: 'POST /me/ways/:kind',
      access: 'self',
      limit: '10/min',
      summary:
        'Let WeChat or Alipay sign me in from now on. Linking the same identity again changes nothing.',
      input: z.object({ kind: VendorKind, code: VendorCode }),
      output: Nothing,
      faults: ['code_refused', 'vendor_unavailable', 'vendor_off', 'way_taken', 'way_linked'],
    }),
    unlink: route({
      http: 'DELETE /me/ways/:kind',
      access: 'self',
      limit: '10/min',
      summary:
        'Stop letting WeChat or Alipay sign me in; what is not linked is as good as unlinked. One way must stay.',
      input: z.object({ kind: VendorKind }),
      output: Nothing,
      faults: ['last_way'],
    }),
    remove: route({
      http: 'DELETE /me',
      access: 'self',
      limit: '10/min',
      summary:
        'Delete my account for good: `confirm` is my username, `password` is asked where I have one. Every session ends now; what I said and did is erased from then on, and the name is free once that is done.',
      input: z.object({
        confirm: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
        password: z.optional(TypedPassword),
      }),
      output: Nothing,
      faults: ['wrong_credentials', 'locked'],
    }),
  },
  pushes: {},
  shapes: { Session, SignIn, Way },
})
