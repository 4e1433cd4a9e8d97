/** Redis 7 between nodes: sharded pub/sub, one channel a room. It is the bell, never the truth: what it loses is found. */
import { Cluster, Redis } from 'ioredis'
import type { RedisAddress } from '../env'
import type { Log } from '../log'
import { gauge } from '../metrics'
import type { Carrier, CarrierEvents } from './relay'

const prefix = 'chat:'
/** Milliseconds until a channel is asked for again. */
const askAgain = 500
/** Milliseconds after which a cluster is asked again who serves which slot. */
const slotsAge = 5000
/** Milliseconds for which a client may fail to hear before another takes its place; each time twice as long, up to the last. */
const patience = [5000, 60_000] as const

let wanted: RedisClient | undefined
gauge('chat_redis_up', 'Whether Redis answers: 1 or 0; 1 too where this node has none.', () =>
  wanted && wanted.status !== 'ready' ? 0 : 1,
)

/** A connection to Redis or to a cluster of it. */
export type RedisClient = Redis | Cluster

/**
 * Connects to Redis. While it is down, what is asked is refused at once; the connection comes back by itself. It is said
 * once in the log that it is down. Of a cluster only a listener can hear.
 */
export function connectRedis(
  { urls, password, database }: RedisAddress,
  log: Log,
  isListener = false,
): RedisClient {
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
          shardedSubscribers: isListener,
          slotsRefreshInterval: slotsAge,
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
    const heard = new Set<string>()
    const refused = new Set<string>()
    let [again, replacing]: (NodeJS.Timeout | undefined)[] = []
    let replaced = 0
    let listener = listen()
    const isReady = () => listener.status === 'ready'
    for (const state of ['ready', 'close']) speaker.on(state, turned)

    function listen(): RedisClient {
      const client = connectRedis(address, log, true)
      // What was asked for while it was away is not kept by the client; what it asks for again by itself may fail unsaid.
      for (const state of ['ready', 'subscribersReady'])
        client.on(state, () => client === listener && heard.forEach(subscribe))
      for (const state of ['ready', 'close']) client.on(state, turned)
      client.on('smessageBuffer', (channel: Buffer, payload: Buffer) =>
        came(channel.toString().slice(prefix.length), payload),
      )
      return client
    }
    function subscribe(channel: string): void {
      const asked = listener
      void attempt(() => asked.ssubscribe(prefix + channel)).then(isDone => {
        if (asked !== listener || !heard.has(channel)) return
        if (isDone) return settle(channel)
        refused.add(channel)
        // A slot without a known node stays so until the client asks; and the node that told it may not have known either.
        if (asked instanceof Cluster && isReady()) asked.refreshSlotsCache()
        again ??= setTimeout(askRefused, askAgain).unref()
        replacing ??= setTimeout(replace, Math.min(patience[0] * 2 ** replaced, patience[1])).unref()
      })
    }
    function askRefused(): void {
      again = undefined
      if (isReady()) refused.forEach(subscribe)
    }
    /** A cluster's client that lost its nodes just while it turned to them never hears again, though it says "ready". */
    function replace(): void {
      replacing = undefined
      if (!isReady()) return
      log.warn({ channels: refused.size }, 'Redis refuses to be heard; asking through a new connection')
      replaced++
      discard(listener)
      listener = listen()
    }
    function settle(channel: string): void {
      if (!refused.delete(channel) || refused.size > 0) return
      clearTimeout(replacing)
      replacing = undefined
      replaced = 0
      turned()
    }
    function discard(client: RedisClient): void {
      for (const state of ['ready', 'close']) client.off(state, turned)
      if (client !== speaker) client.disconnect()
    }

    return {
      isUp: () => speaker.status === 'ready' && isReady(),
      isDeaf: () => refused.size > 0,
      hear(channel) {
        heard.add(channel)
        if (isReady()) subscribe(channel)
      },
      unhear(channel) {
        heard.delete(channel)
        settle(channel)
        if (isReady()) void attempt(() => listener.sunsubscribe(prefix + channel))
      },
      publish: (channel, payload) => void attempt(() => speaker.spublish(prefix + channel, payload)),
      async close() {
        clearTimeout(again)
        clearTimeout(replacing)
        heard.clear()
        for (const client of [speaker, listener]) discard(client)
      },
    }
  }

/** Whether what was asked was done; a cluster that does not know all of its slots yet throws at once. */
async function attempt(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch {
    return false
  }
}
