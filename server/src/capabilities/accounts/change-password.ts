/** Changing the password, or setting the first one and with it a name to type. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault, type Fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import { isDuplicate } from '../../kernel/store/duplicate'
import * as profiles from '../profiles/api'
import { guessed } from './guesses'
import { type AccountDoc, Accounts } from './model'
import { hashPassword, passwordFits } from './passwords'
import { endSessions } from './sessions'
import { ownAccount, refuseHosted } from './ways'

/** A field that a rule beyond its form refuses. */
export const wrongField = (path: string, message: string): Fault =>
  fault('invalid_input', { issues: [{ path, message }] })

/** Changes or sets the caller's password and ends every other sign-in. */
export const changePassword: Handler<typeof accounts.routes.changePassword> = async (
  ctx,
  { oldPassword, newPassword, username },
) => {
  const account = await ownAccount(ctx)
  refuseHosted(account)
  await prove(account, oldPassword, 'oldPassword')
  if (username !== undefined && !account.generatedName)
    throw wrongField('username', 'Only a generated username can be replaced.')
  const passwordHash = await hashPassword(newPassword)
  const name = username === undefined ? {} : { username, usernameKey: username.toLowerCase() }
  const { matchedCount } = await Accounts.updateOne(
    // Of two changes at once the second must not overwrite what the first one proved itself against.
    { _id: ctx.userId, deletingAt: null, passwordHash: account.passwordHash ?? null },
    {
      $set: { passwordHash, passwordAt: new Date(), ...name },
      ...(username === undefined ? {} : { $unset: { generatedName: '' } }),
    },
  ).catch(error => {
    throw isDuplicate(error, 'usernameKey_1') ? fault(accounts, 'username_taken') : error
  })
  if (matchedCount === 0) throw fault('conflict')
  if (username !== undefined) await profiles.ensure(account._id, username, account.displayName)
  await endSessions({ _id: { $ne: ctx.sessionId }, userId: ctx.userId })
  return null
}

/** Asks for the password where the account has one; each wrong one counts. `field` is where it was typed. */
export async function prove(
  { usernameKey, passwordHash }: AccountDoc,
  password: string | undefined,
  field: string,
): Promise<void> {
  if (!passwordHash) {
    if (password !== undefined) throw wrongField(field, 'This account has no password yet.')
    return
  }
  if (password === undefined) throw wrongField(field, 'Type the password.')
  const right = await guessed(usernameKey, () => passwordFits(passwordHash, password))
  if (!right) throw fault(accounts, 'wrong_credentials')
}
