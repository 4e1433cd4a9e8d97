/** Accounts: signing up, in and out. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import { changing } from '../profiles/api'
import { guessed } from './guesses'
import { accountOf, announceAccount, makeAccount } from './making'
import { Accounts, SignIns } from './model'
import { hashPassword, passwordFits } from './passwords'
import { endSessions, openSession, renewSession } from './sessions'
import type { Tokens } from './tokens'
import { identify, type Vendors } from './ways'

const { routes } = accounts

/** The service with the tokens that it hands out and the vendors that it believes. */
export const openService = (tokens: Tokens, vendors: Vendors) => {
  const signup: Handler<typeof routes.signup> = async (
    ctx,
    { username, password, displayName = username },
  ) => {
    const { value } = await ask(ctx, changing, { userId: '', displayName })
    const account = await makeAccount(username, value.displayName ?? displayName, {
      passwordHash: await hashPassword(password),
      passwordAt: new Date(),
    })
    const session = await openSession(ctx, tokens, account)
    await announceAccount(ctx, account)
    return session
  }

  const login: Handler<typeof routes.login> = async (ctx, { username, password }) => {
    const key = username.toLowerCase()
    const account = await Accounts.findOne({ usernameKey: key, deletingAt: null }).lean()
    const right = await guessed(key, () => passwordFits(account?.passwordHash ?? undefined, password))
    if (!right) throw fault(accounts, 'wrong_credentials')
    return openSession(ctx, tokens, account!)
  }

  const loginWith: Handler<typeof routes.loginWith> = async (ctx, { kind, code }) => {
    const { account, isNew } = await accountOf(kind, await identify(ctx, vendors, kind, code))
    const session = await openSession(ctx, tokens, account)
    if (!isNew) return session
    await announceAccount(ctx, account)
    return { ...session, isNew }
  }

  const refresh: Handler<typeof routes.refresh> = (_ctx, { refreshToken, clientId }) =>
    renewSession(tokens, refreshToken, clientId)
  return { signup, login, loginWith, refresh }
}

/** Ends this sign-in, or all of them. */
export const logout: Handler<typeof routes.logout> = async (ctx, { everywhere }) => {
  await endSessions(everywhere ? { userId: ctx.userId } : { _id: ctx.sessionId, userId: ctx.userId })
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
