import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { capability, type Capability } from '../../kernel/capability'
import { type Env, signingSecret } from '../../kernel/env'
import { Accounts, SignIns } from './model'
import * as service from './service'
import { loadEnded, stillOpen } from './sessions'
import { openTokens } from './tokens'

export default (env: Env): Capability => {
  const tokens = openTokens(signingSecret(env), env.ACCESS_TOKEN_SECONDS)
  const { logout, changePassword, sessions, personal } = service
  return capability(accounts, {
    routes: { ...service.openService(tokens), logout, changePassword, sessions },
    models: [Accounts, SignIns],
    identify: token => stillOpen(tokens.read(token)),
    start: loadEnded,
    catchUp: loadEnded,
    personal,
  })
}
