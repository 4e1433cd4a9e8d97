/** Redis 7 between nodes: sharded pub/sub, one channel a room. It is the bell, never the truth: what it loses is found. */
import { Cluster, Redis } from 'ioredis'
import type { RedisAddress } from '../env'
import type { Log } from '../log'
import { gauge } from '../metrics'
import type { Carrier, CarrierEvents } from './relay'

const prefix = 'chat:'
/** Milliseconds until a channel is asked for again. */
const askAgain = 500

let wanted: RedisClient | undefined
gauge('chat_redis_up', 'Whether Redis answers: 1 or 0; 1 too where this node has none.', () =>
  wanted && wanted.status !== 'ready' ? 0 : 1,
)

/** A connection to Redis or to a cluster of it. */
export type RedisClient = Redis | Cluster

/**
 * Connects to Redis. While it is down, what is asked is refused at once; the connection comes back by itself. It is said
 * once in the log that it is down.
 */
export function connectRedis({ urls, password, database }: RedisAddress, log: Log): RedisClient {
  const retry = (times: number) => Math.min(100 * times, 1000)
  const common = {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    // They throw where a slot has no node; in a pipeline that is later, where nobody can catch it.
    autoPipeliningIgnoredCommands: ['ssubscribe', 'sunsubscribe'],
  }
  const options = {
    ...(password ? { password } : {}),
    ...(database ? { db: database } : {}),
    // Whoever hears a channel asks for it again: the client's own asking rejects where nobody can catch it.
    autoResubscribe: false,
    connectTimeout: 3000,
    commandTimeout: 1000,
    maxRetriesPerRequest: 0,
  }
  const client =
    urls.length > 1
      ? new Cluster(urls, {
          ...common,
          redisOptions: options,
          clusterRetryStrategy: retry,
          shardedSubscribers: true,
        })
      : new Redis(urls[0]!, { ...common, ...options, retryStrategy: retry })
  wanted = client
  let isSaid = false
  client.on('error', error => {
    if (!isSaid) log.warn({ err: error }, 'Redis does not answer; going on without it')
    isSaid = true
  })
  client.on('ready', () => (isSaid = false))
  return client
}

/** Carries pushes and the bell through Redis; `speaker` is spoken through, and stays its owner's to close. */
export const redisCarrier =
  (speaker: RedisClient, address: RedisAddress, log: Log) =>
  ({ came, turned }: CarrierEvents): Carrier => {
    const listener = speaker instanceof Cluster ? speaker : connectRedis(address, log)
    const heard = new Set<string>()
    const isReady = () => listener.status === 'ready'
    const subscribe = (channel: string): void =>
      attempt(
        () => listener.ssubscribe(prefix + channel),
        () => setTimeout(() => heard.has(channel) && isReady() && subscribe(channel), askAgain).unref(),
      )
    const unsubscribe = (channel: string) => attempt(() => listener.sunsubscribe(prefix + channel))
    listener.on('smessageBuffer', (channel: Buffer, payload: Buffer) =>
      came(channel.toString().slice(prefix.length), payload),
    )
    // What was asked for while it was away is not kept by the client.
    listener.on('ready', () => heard.forEach(subscribe))
    const clients = [...new Set([speaker, listener])]
    for (const client of clients) for (const state of ['ready', 'close']) client.on(state, turned)
    return {
      isUp: () => clients.every(client => client.status === 'ready'),
      hear(channel) {
        heard.add(channel)
        if (isReady()) subscribe(channel)
      },
      unhear(channel) {
        heard.delete(channel)
        if (isReady()) unsubscribe(channel)
      },
      publish: (channel, payload) => attempt(() => speaker.spublish(prefix + channel, payload)),
      async close() {
        for (const client of clients) client.off('ready', turned).off('close', turned)
        if (listener !== speaker) listener.disconnect()
      },
    }
  }

/** Asks, whatever comes of it; a cluster that does not know all of its slots yet throws at once. */
function attempt(ask: () => Promise<unknown>, failed: () => unknown = () => undefined): void {
  void (async () => ask())().catch(failed)
}
