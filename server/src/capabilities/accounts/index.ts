import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { always } from '../../kernel/bus'
import { capability, type Capability } from '../../kernel/capability'
import { type Env, signingSecret } from '../../kernel/env'
import { leaving } from './api'
import { changePassword } from './change-password'
import { erase, personal, remove } from './leaving'
import { Accounts, SignIns } from './model'
import { setPasswordMemory } from './passwords'
import * as service from './service'
import { loadEnded, lookAtEnded, stillOpen } from './sessions'
import { openTokens } from './tokens'
import { linkWith, openVendors, unlink, waysWith } from './ways'

export default (env: Env): Capability => {
  setPasswordMemory(env.PASSWORD_MEMORY)
  const tokens = openTokens(signingSecret(env), env.ACCESS_TOKEN_SECONDS)
  const vendors = openVendors(env)
  const { logout, sessions } = service
  return capability(accounts, {
    routes: {
      ...service.openService(tokens, vendors),
      logout,
      changePassword,
      sessions,
      ways: waysWith(vendors),
      link: linkWith(vendors),
      unlink,
      remove,
    },
    on: [always(leaving, 'accounts.erase', erase)],
    models: [Accounts, SignIns],
    identify: token => stillOpen(tokens.read(token)),
    start: loadEnded,
    catchUp: lookAtEnded,
    personal,
  })
}
