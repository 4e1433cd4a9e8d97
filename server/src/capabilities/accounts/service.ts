/** Accounts: signing up, in and out. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { todoFor } from '../../kernel/bus'
import type { Handler, Personal } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import { isDuplicate } from '../../kernel/duplicate'
import { newId } from '../../kernel/id'
import { changing } from '../profiles/api'
import { registered } from './api'
import { guessed } from './guesses'
import { Accounts, SignIns } from './model'
import { hashPassword, passwordFits } from './passwords'
import { endSessions, openSession, renewSession } from './sessions'
import type { Tokens } from './tokens'

const { routes } = accounts

/** The service with the tokens that it hands out. */
export const openService = (tokens: Tokens) => {
  const signup: Handler<typeof routes.signup> = async (
    ctx,
    { username, password, displayName = username },
  ) => {
    const { value } = await ask(ctx, changing, { userId: '', displayName })
    const account = {
      _id: newId(),
      username,
      usernameKey: username.toLowerCase(),
      displayName: value.displayName ?? displayName,
      passwordHash: await hashPassword(password),
      isAdmin: false,
      todo: todoFor(registered),
    }
    const created = await Accounts.create(account).catch(error => {
      throw isDuplicate(error) ? fault(accounts, 'username_taken') : error
    })
    const session = await openSession(ctx, tokens, created.toObject())
    await ctx.emit(registered, { userId: account._id }, account._id)
    return session
  }

  const login: Handler<typeof routes.login> = async (ctx, { username, password }) => {
    const key = username.toLowerCase()
    const account = await Accounts.findOne({ usernameKey: key }).lean()
    const right = await guessed(key, () => passwordFits(account?.passwordHash, password))
    if (!right) throw fault(accounts, 'wrong_credentials')
    return openSession(ctx, tokens, account!)
  }

  const refresh: Handler<typeof routes.refresh> = (_ctx, { refreshToken, clientId }) =>
    renewSession(tokens, refreshToken, clientId)
  return { signup, login, refresh }
}

/** Ends this sign-in, or all of them. */
export const logout: Handler<typeof routes.logout> = async (ctx, { everywhere }) => {
  await endSessions(everywhere ? { userId: ctx.userId } : { _id: ctx.sessionId, userId: ctx.userId })
  return null
}

/** Changes the password and ends every other sign-in. */
export const changePassword: Handler<typeof routes.changePassword> = async (
  ctx,
  { oldPassword, newPassword },
) => {
  const account = await Accounts.findById(ctx.userId).lean()
  if (!account) throw fault('not_found')
  const right = await guessed(account.usernameKey, () => passwordFits(account.passwordHash, oldPassword))
  if (!right) throw fault(accounts, 'wrong_credentials')
  const passwordHash = await hashPassword(newPassword)
  await Accounts.updateOne({ _id: ctx.userId }, { $set: { passwordHash } })
  await endSessions({ _id: { $ne: ctx.sessionId }, userId: ctx.userId })
  return null
}

/** Where the caller is signed in. */
export const sessions: Handler<typeof routes.sessions> = async ctx => {
  const rows = await SignIns.find({ userId: ctx.userId, endedAt: null })
    .sort({ usedAt: -1 })
    .limit(100)
    .lean()
  return {
    items: rows.map(row => ({
      id: row._id,
      device: row.device ?? '',
      createdAt: row.createdAt.toISOString(),
      usedAt: row.usedAt.toISOString(),
      isThis: row._id === ctx.sessionId,
    })),
  }
}

/** Accounts answers for the account and its sign-ins; a password's hash is nobody's to carry away. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await endSessions({ userId })
    await Accounts.deleteOne({ _id: userId })
  },
  async export(userId) {
    const account = await Accounts.findById(userId, { passwordHash: 0, todo: 0 }).lean()
    const signIns = await SignIns.find({ userId }, { refreshHash: 0 }).sort({ usedAt: -1 }).limit(1000).lean()
    return { account, signIns }
  },
}
