/** How the node is, for people and for load balancers. */

/** What `GET /health` answers; 503 unless `healthy`. */
export interface Health {
  status: 'healthy' | 'unhealthy'
  uptime: number
  mongo: { ok: boolean; ms?: number }
  redis: { ok: boolean } | null
  websocket: { connections: number }
  memory: { rss: number; heapUsed: number }
  timestamp: string
}

/** Looks at the store and at this process; never throws. */
export async function lookAtHealth(ping: () => Promise<number>, connections: number): Promise<Health> {
  const mongo = await ping().then(
    ms => ({ ok: true, ms: Math.round(ms * 100) / 100 }),
    () => ({ ok: false }),
  )
  const { rss, heapUsed } = process.memoryUsage()
  return {
    status: mongo.ok ? 'healthy' : 'unhealthy',
    uptime: Math.round(process.uptime()),
    mongo,
    redis: null,
    websocket: { connections },
    memory: { rss, heapUsed },
    timestamp: new Date().toISOString(),
  }
}
