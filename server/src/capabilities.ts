/**
 * THE list, in order of dependency: the table of contents and the architecture at once. A capability imports only what
 * stands above it, through its `api.ts`; events go down.
 */
import type { Capability } from './kernel/capability'
import type { Env } from './kernel/env'
import accounts from './capabilities/accounts'
import audit from './capabilities/audit'
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
import replies from './capabilities/replies'
import threads from './capabilities/threads'
import mentions from './capabilities/mentions'
import receipts from './capabilities/receipts'
import expiry from './capabilities/expiry'
import hiding from './capabilities/hiding'
import drafts from './capabilities/drafts'
import favourites from './capabilities/favourites'
import schedules from './capabilities/schedules'
import polls from './capabilities/polls'
import chains from './capabilities/chains'
import forwarding from './capabilities/forwarding'
import pins from './capabilities/pins'
import links from './capabilities/links'
import search from './capabilities/search'

/** Every capability of this server. */
export const capabilities = (env: Env): Capability[] => [
  profiles,
  accounts(env),
  blocks,
  audit,
  communities,
  rooms,
  presence(env),
  messages(env),
  typing,
  conversations,
  reports,
  reactions,
  replies,
  threads,
  mentions,
  receipts,
  expiry,
  hiding,
  drafts,
  favourites,
  schedules(env),
  polls,
  chains,
  forwarding,
  pins,
  links(env),
  search,
]
