/**
 * THE list, in order of dependency: the table of contents and the architecture at once. A capability imports only what
 * stands above it, through its `api.ts`; events go down.
 */
import type { Capability } from './kernel/capability'
import type { Env } from './kernel/env'
import accounts from './capabilities/accounts'
import blocks from './capabilities/blocks'
import communities from './capabilities/communities'
import conversations from './capabilities/conversations'
import messages from './capabilities/messages'
import presence from './capabilities/presence'
import profiles from './capabilities/profiles'
import reports from './capabilities/reports'
import rooms from './capabilities/rooms'
import typing from './capabilities/typing'
import reactions from './capabilities/reactions'

/** Every capability of this server. */
export const capabilities = (env: Env): Capability[] => [
  profiles,
  accounts(env),
  blocks,
  communities,
  rooms,
  presence(env),
  messages,
  typing,
  conversations,
  reports,
  reactions,
]
