/** Making accounts: by a name and a password, or by a vendor's word. */
import { randomInt } from 'node:crypto'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import type { VendorKind } from '@community-chat/shared/capabilities/accounts/ways'
import { fault } from '@community-chat/shared/protocol/faults'
import { todoFor } from '../../kernel/bus'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import { registered } from './api'
import { type AccountDoc, Accounts } from './model'

/** What an account is made of, besides its names. */
type Proof = Pick<AccountDoc, 'passwordHash' | 'passwordAt' | 'ways' | 'generatedName'>

/** Where the generated names of a vendor's people begin. */
const prefixes: Record<VendorKind, string> = { wechat: 'wx_', alipay: 'ali_' }
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const random = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join('')

/** Makes an account; `username_taken` when another has the name. Announce it once its person is signed in. */
export async function makeAccount(username: string, displayName: string, proof: Proof): Promise<AccountDoc> {
  const account = {
    _id: newId(),
    username,
    usernameKey: username.toLowerCase(),
    displayName,
    ...proof,
    isAdmin: false,
    todo: todoFor(registered),
  }
  try {
    return (await Accounts.create(account)).toObject()
  } catch (error) {
    throw isDuplicate(error, 'usernameKey_1') ? fault(accounts, 'username_taken') : error
  }
}

/** Tells the others that somebody is here. */
export const announceAccount = (ctx: Context, { _id }: AccountDoc): Promise<void> =>
  ctx.emit(registered, { userId: _id }, _id)

/** The account of a vendor's person, made at their first coming; of several at once one makes it. */
export async function accountOf(
  kind: VendorKind,
  subject: string,
): Promise<{ account: AccountDoc; isNew: boolean }> {
  for (let tries = 0; tries < 5; tries++) {
    const account = await Accounts.findOne({ [`ways.${kind}.subject`]: subject, deletingAt: null }).lean()
    if (account) return { account, isNew: false }
    const ways = { [kind]: { subject, linkedAt: new Date() } }
    try {
      const name = prefixes[kind] + random(10)
      const made = await makeAccount(name, `User ${random(4)}`, { ways, generatedName: true })
      return { account: made, isNew: true }
    } catch (error) {
      // Another request made it just now, or, as good as never, somebody has that name: look again.
      if (!isDuplicate(error) && (error as { code?: unknown }).code !== 'username_taken') throw error
    }
  }
  throw fault('unavailable', { retryAfter: 1 })
}
