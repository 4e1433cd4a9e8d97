/** The capabilities of the device and their pages: plain data, because app.config.ts is built from it. */
import accounts from './capabilities/accounts/manifest'
import blocks from './capabilities/blocks/manifest'
import communities from './capabilities/communities/manifest'
import conversations from './capabilities/conversations/manifest'
import messages from './capabilities/messages/manifest'
import profiles from './capabilities/profiles/manifest'
import reports from './capabilities/reports/manifest'
import rooms from './capabilities/rooms/manifest'
import presence from './capabilities/presence/manifest'
import typing from './capabilities/typing/manifest'
import reactions from './capabilities/reactions/manifest'
import replies from './capabilities/replies/manifest'
import threads from './capabilities/threads/manifest'
import mentions from './capabilities/mentions/manifest'
import receipts from './capabilities/receipts/manifest'
import audit from './capabilities/audit/manifest'
import expiry from './capabilities/expiry/manifest'
import hiding from './capabilities/hiding/manifest'
import drafts from './capabilities/drafts/manifest'
import favourites from './capabilities/favourites/manifest'
import schedules from './capabilities/schedules/manifest'
import polls from './capabilities/polls/manifest'
import chains from './capabilities/chains/manifest'
import forwarding from './capabilities/forwarding/manifest'
import pins from './capabilities/pins/manifest'
import links from './capabilities/links/manifest'
import search from './capabilities/search/manifest'

export interface Manifest {
  name: string
  /** Pages in the main package, by their path below src. */
  pages?: string[]
  /** Pages that are loaded only when they are opened, by their path below the capability. */
  later?: string[]
}

export const capabilities: Manifest[] = [
  accounts,
  blocks,
  reports,
  profiles,
  communities,
  rooms,
  messages,
  conversations,
  presence,
  typing,
  reactions,
  replies,
  threads,
  mentions,
  receipts,
  audit,
  expiry,
  hiding,
  drafts,
  favourites,
  schedules,
  polls,
  chains,
  forwarding,
  pins,
  links,
  search,
]
