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
]
