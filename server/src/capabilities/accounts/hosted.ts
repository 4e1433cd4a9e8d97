/** People whom a host program names: each has an account, and nobody can sign in to it by themselves. */
import type { Session } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { todoFor } from '../../kernel/bus'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { type Env, signingSecret } from '../../kernel/env'
import * as profiles from '../profiles/api'
import { registered } from './api'
import { Accounts } from './model'
import { openSession } from './sessions'
import { openTokens } from './tokens'

/** Makes sure that there is a person with this id; who has an account already is left as they are. */
export async function ensureHosted(ctx: Context, userId: string): Promise<void> {
  const account = (await Accounts.findById(userId).lean()) ?? (await make(ctx, userId))
  await profiles.ensure(userId, account.username, account.displayName)
}

/** Signs a person in on the host's word. Throws `not_found` where nobody has this id. */
export async function sessionFor(ctx: Context, env: Env, userId: string): Promise<Session> {
  const account = await Accounts.findById(userId).lean()
  if (!account) throw fault('not_found')
  return openSession(ctx, openTokens(signingSecret(env), env.ACCESS_TOKEN_SECONDS), account)
}

async function make(ctx: Context, userId: string): Promise<{ username: string; displayName: string }> {
  // Nobody can choose a name like this one, and without a password nobody signs in with it.
  const names = { username: `@${userId}`, usernameKey: `@${userId}`, displayName: userId.slice(0, 40) }
  try {
    await Accounts.create({ _id: userId, ...names, isAdmin: false, todo: todoFor(registered) })
  } catch (error) {
    if (isDuplicate(error)) return names
    throw error
  }
  await profiles.ensure(userId, names.username, names.displayName)
  await ctx.emit(registered, { userId }, userId)
  return names
}
