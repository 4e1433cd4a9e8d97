/** The capabilities of the device and their pages: plain data, because app.config.ts is built from it. */
import accounts from './capabilities/accounts/manifest'
import conversations from './capabilities/conversations/manifest'
import messages from './capabilities/messages/manifest'
import profiles from './capabilities/profiles/manifest'
import rooms from './capabilities/rooms/manifest'

export interface Manifest {
  name: string
  /** Pages in the main package, by their path below src. */
  pages?: string[]
  /** Pages that are loaded only when they are opened, by their path below the capability. */
  later?: string[]
}

export const capabilities: Manifest[] = [accounts, profiles, rooms, messages, conversations]
