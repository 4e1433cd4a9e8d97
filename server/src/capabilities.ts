/**
 * THE list, in order of dependency: the table of contents and the architecture at once. A capability imports only what
 * stands above it, through its `api.ts`; events go down.
 */
import type { Capability } from './kernel/capability'
import type { Env } from './kernel/env'
import accounts from './capabilities/accounts'
import communities from './capabilities/communities'
import conversations from './capabilities/conversations'
import messages from './capabilities/messages'
import profiles from './capabilities/profiles'
import rooms from './capabilities/rooms'

/** Every capability of this server. */
export const capabilities = (env: Env): Capability[] => [
  profiles,
  accounts(env),
  communities,
  rooms,
  messages,
  conversations,
]
