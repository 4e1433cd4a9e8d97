/** What other capabilities may use of accounts. */
import { event } from '../../kernel/bus'
import { Accounts } from './model'

/** Raised once a person has an account; durable listeners make sure they find a place to go. */
export const registered = event<{ userId: string }>('accounts.registered', {
  model: () => Accounts,
  payload: (doc: { _id: string }) => ({ userId: doc._id }),
})
