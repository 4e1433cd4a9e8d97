/** How the node is, for people and for load balancers. */
import { isRelaying } from './nodes/relay'

/**
 * What `GET /health` answers. `healthy` and `degraded` are ready (200); `draining` and `unhealthy` are not (503).
 * Without Redis the node serves as before, only slower between nodes, so that it counts as ready.
 */
export interface Health {
  status: 'healthy' | 'degraded' | 'draining' | 'unhealthy'
  uptime: number
  mongo: { ok: boolean; ms?: number }
  redis: { ok: boolean } | null
  websocket: { connections: number }
  memory: { rss: number; heapUsed: number }
  timestamp: string
}

/** What is asked about: the store's round trip, the sockets, and whether the node is going. */
export interface Signs {
  ping: () => Promise<number>
  connections: () => number
  isDraining: () => boolean
  hasRedis: boolean
}

/** Whether a load balancer may send people here. */
export const isReady = ({ status }: Pick<Health, 'status'>): boolean =>
  status === 'healthy' || status === 'degraded'

/** Looks at the store and at this process; never throws. */
export async function lookAtHealth({ ping, connections, isDraining, hasRedis }: Signs): Promise<Health> {
  const mongo = await ping().then(
    ms => ({ ok: true, ms: Math.round(ms * 100) / 100 }),
    () => ({ ok: false }),
  )
  const redis = hasRedis ? { ok: isRelaying() } : null
  const { rss, heapUsed } = process.memoryUsage()
  return {
    status: isDraining()
      ? 'draining'
      : !mongo.ok
        ? 'unhealthy'
        : redis?.ok === false
          ? 'degraded'
          : 'healthy',
    uptime: Math.round(process.uptime()),
    mongo,
    redis,
    websocket: { connections: connections() },
    memory: { rss, heapUsed },
    timestamp: new Date().toISOString(),
  }
}
