/** Grants administration to an account by its sign-in name, beside a running server or without one. */
import { readEnv } from './kernel/env'
import { joinStore } from './kernel/store/mongo'
import { Accounts } from './capabilities/accounts/model'

const [name] = process.argv.slice(2)
if (!name) {
  console.error('Usage: npm run admin NAME')
  process.exit(1)
}
const store = await joinStore(readEnv(process.env, process.cwd()).env)
const done = await Accounts.updateOne({ usernameKey: name.toLowerCase() }, { $set: { isAdmin: true } })
await store.close()
if (done.matchedCount === 0) {
  console.error(`Nobody signs in as "${name}".`)
  process.exit(1)
}
console.log(`${name} is an administrator, from the next time their sign-in is renewed (15 minutes at most).`)
