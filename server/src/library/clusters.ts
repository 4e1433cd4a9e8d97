/** Clusters: the host's names for communities. One that nobody made yet is made, and the host owns it. */
import { createHash } from 'node:crypto'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import type { App } from '../app'
import { hostId } from './people'

const { routes } = communities

/** The community of a cluster: the one with this id, else the host's own by this name. The person belongs to it then. */
export async function communityOf(app: App, clusterId: string, userIds: string[]): Promise<string> {
  const existing = await find(app, clusterId)
  const id = existing ?? (await make(app, clusterId))
  for (const userId of userIds) {
    await app.asHost(hostId).call(routes.addMember, { communityId: id, userId })
  }
  return id
}

/** What the host calls a community. */
export async function clusterOf(app: App, communityId: string): Promise<string> {
  const { id, name, ownerId } = await app.asHost(hostId).call(routes.get, { communityId })
  return ownerId === hostId ? name : id
}

/** The clientId follows from the name: whoever makes it again, anywhere, gets the same one. */
async function make(app: App, clusterId: string): Promise<string> {
  const clientId = createHash('sha256').update(clusterId).digest('base64url').slice(0, 32)
  const name = clusterId.trim().slice(0, 60)
  return (await app.asHost(hostId).call(routes.create, { name, clientId })).id
}

async function find(app: App, communityId: string): Promise<string | null> {
  if (!/^[\w-]{1,64}$/.test(communityId)) return null
  try {
    return (await app.asHost(hostId).call(routes.get, { communityId })).id
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_found') return null
    throw error
  }
}
