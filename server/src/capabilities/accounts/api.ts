/** What other capabilities may use of accounts. */
import { event } from '../../kernel/bus'
import { gathering } from '../../kernel/store/loader'
import { Accounts } from './model'

export { ensureHosted, sessionFor } from './hosted'

/** Raised once a person has an account; durable listeners make sure they find a place to go. */
export const registered = event<{ userId: string }>('accounts.registered', {
  model: () => Accounts,
  payload: (doc: { _id: string }) => ({ userId: doc._id }),
})

/** Raised once an account is to go; it is gone itself only when everything else about the person is. */
export const leaving = event<{ userId: string }>('accounts.leaving', {
  model: () => Accounts,
  payload: (doc: { _id: string }) => ({ userId: doc._id }),
})

/** Which of these people administrate the server. */
export async function adminsAmong(userIds: string[]): Promise<Set<string>> {
  const admins = await Promise.all([...new Set(userIds)].map(isAdmin))
  return new Set(admins.filter(id => id !== undefined))
}

const isAdmin = gathering<string>(async ids => {
  const rows = await Accounts.find({ _id: { $in: ids }, isAdmin: true }, { _id: 1 }).lean()
  return new Map(rows.map(row => [row._id, row._id]))
})
