/** The host's people: whoever it names has an account here, with the same id wherever that can be an id. */
import { createHash } from 'node:crypto'
import type { Session } from '@community-chat/shared/capabilities/accounts/contract'
import type { App } from '../app'
import { ensureHosted, sessionFor } from '../capabilities/accounts/api'

/** The person as whom the host itself acts. */
export const hostId = 'chat-host'

/** Who the server's own notes are from. */
const reserved = 'system'

/** Makes sure of people. */
export interface People {
  /** The id here of somebody whom the host knows by this id; they have an account from now on. */
  ensure: (externalId: string) => Promise<string>
  /** Signs them in. */
  session: (externalId: string) => Promise<Session>
}

/** The id here of an id of the host: itself where it can be one, else made from it, always the same. */
export function idOf(externalId: string): string {
  if (externalId === '') throw new TypeError('A person needs an id.')
  if (/^[\w-]{1,64}$/.test(externalId) && externalId !== reserved) return externalId
  return `x-${createHash('sha256').update(externalId).digest('base64url').slice(0, 32)}`
}

/** Opens the people of a server; the host is there from the start. */
export async function openPeople({ kernel }: App): Promise<People> {
  const ready = new Map<string, Promise<void>>()
  const context = () => kernel.contextFor({ authorized: true, device: 'library' })

  async function ensure(externalId: string): Promise<string> {
    const id = idOf(externalId)
    const made = ready.get(id) ?? ensureHosted(context(), id)
    ready.set(id, made)
    await made.catch(error => {
      ready.delete(id)
      throw error
    })
    return id
  }

  await ensure(hostId)
  return {
    ensure,
    session: async externalId => sessionFor(context(), kernel.env, await ensure(externalId)),
  }
}
