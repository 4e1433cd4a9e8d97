/** Deleting an account: nobody can sign in from the first write on, and the account itself goes last. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { todoFor } from '../../kernel/bus'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { everyNodeHasLooked } from '../../kernel/nodes/lease'
import { keepersOfPersonal } from '../../kernel/registry'
import { leaving } from './api'
import { prove, wrongField } from './change-password'
import { Accounts, SignIns } from './model'
import { endSessions, forgetSessions } from './sessions'
import { ownAccount } from './ways'

/** Deletes the caller's account. When this answers, every sign-in has ended and the rest is sure to follow. */
export const remove: Handler<typeof accounts.routes.remove> = async (ctx, { confirm, password }) => {
  const account = await ownAccount(ctx)
  if (confirm.toLowerCase() !== account.usernameKey) throw wrongField('confirm', 'Type your username.')
  await prove(account, password, 'password')
  const { matchedCount } = await Accounts.updateOne(
    { _id: ctx.userId, deletingAt: null, passwordHash: account.passwordHash ?? null },
    // What else was to be done for this person is not to be done any more.
    { $set: { deletingAt: new Date(), todo: todoFor(leaving) }, $unset: { ways: '' } },
  )
  if (matchedCount === 0) throw fault('conflict')
  await endSessions({ userId: ctx.userId })
  // Much may have to be erased: the answer does not wait for it, and what a crash cuts short is swept up.
  void ctx.emit(leaving, { userId: ctx.userId }, ctx.userId)
  return null
}

const underWay = new Map<string, Promise<void>>()

/** Erases what every capability keeps about someone, and last the account; once at a time on one node. */
export function erase(ctx: Context, { userId }: { userId: string }): Promise<void> {
  const present = underWay.get(userId)
  if (present) return present
  const work = walk(ctx, userId).finally(() => underWay.delete(userId))
  underWay.set(userId, work)
  return work
}

/** In the order of the list: first they are nameless, then in no room any more, then what they said and did goes. */
async function walk(ctx: Context, userId: string): Promise<void> {
  await endSessions({ userId })
  await everyNodeHasLooked()
  const others = keepersOfPersonal().filter(({ name }) => name !== accounts.name)
  // Twice: what a request under way wrote behind the first walk's back is met by the second.
  for (const { personal } of [...others, ...others]) await personal.erase(ctx, userId)
  await personal.erase(ctx, userId)
}

/** Accounts answers for the account and its sign-ins; a password's hash is nobody's to carry away. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await forgetSessions(userId)
    await Accounts.deleteOne({ _id: userId })
  },
  async export(userId) {
    const account = await Accounts.findById(userId, { passwordHash: 0, todo: 0 }).lean()
    const signIns = await SignIns.find({ userId }, { refreshHash: 0, spentHash: 0 })
      .sort({ usedAt: -1 })
      .limit(1000)
      .lean()
    return { account, signIns }
  },
}
