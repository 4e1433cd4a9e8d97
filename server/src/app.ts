/** The list of capabilities becomes a server: HTTP, sockets and library over one dispatch. Nothing listens yet. */
import type { Input, Output, Route } from '@community-chat/shared/protocol/contract'
import { createServer, type Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { capabilities } from './capabilities'
import { serveDocs } from './docs/serve'
import type { Context } from './kernel/context'
import { dispatch, setStrict } from './kernel/dispatch'
import { connectRedis, redisCarrier } from './kernel/nodes/carrier-redis'
import { isWorker, workersCarrier } from './kernel/nodes/carrier-workers'
import { type Env, redisOf } from './kernel/env'
import { type Gateway, openGateway } from './kernel/sockets/gateway'
import { lookAtHealth, type Signs } from './kernel/health'
import { openHttp } from './kernel/http'
import { startSweeping } from './kernel/jobs'
import { type Kernel, openKernel } from './kernel/kernel'
import { Leases, lookSoon, takeLease } from './kernel/nodes/lease'
import { enableLimits, shareLimits } from './kernel/limit'
import type { Log } from './kernel/log'
import { serveMetrics } from './kernel/metrics'
import { openStore, syncModels } from './kernel/store/mongo'
import { catchUpOwn } from './kernel/store/own'
import { evictionWarning } from './kernel/nodes/redis-policy'
import { register } from './kernel/registry'
import { closeRelay, openRelay } from './kernel/nodes/relay'
import { seekMissing } from './kernel/sockets/order'
import * as topics from './kernel/sockets/topics'

/** In milliseconds: who sends a byte now and then is cut within ten seconds, and holds no place that others need. */
const patience = { headersTimeout: 5_000, requestTimeout: 9_000, connectionsCheckingInterval: 500 }

/** Seconds in which kept connections get an answer that ends them, where others listen on the same port. */
const lastAnswers = 0.5

/** A running server; `server` listens where its owner says. */
export interface App {
  server: Server
  /** A second server for sockets alone where `WS_PORT` names another port; the page's own still opens on the first. */
  socketServer: Server
  kernel: Kernel
  gateway: Gateway
  /** The library: calls routes as a person, in this process. */
  as: (userId: string) => Caller
  /** The same for the program around the server itself: an administrator whom no limit holds. */
  asHost: (userId: string) => Caller
  /**
   * Drains: sockets get 4012, what was acked is safe. `aside` where other processes go on behind the same port: they get
   * what is new from the first moment.
   */
  close: (aside?: boolean) => Promise<void>
}

/** Whoever calls routes without a wire. */
export interface Caller {
  call: <R extends Route<any, any>>(route: R, input: Input<R>) => Promise<Output<R>>
}

/** Opens the store, brings every capability up and wires the faces. */
export async function openApp(env: Env, log: Log): Promise<App> {
  setStrict(env.NODE_ENV !== 'production')
  enableLimits(env.RATE_LIMIT_ENABLED)
  const store = await openStore(env, log)
  const registry = register(capabilities(env))
  const kernel = openKernel(env, log, registry)
  await syncModels([Leases, ...registry.capabilities.flatMap(one => one.models ?? [])])

  const system = kernel.contextFor({ authorized: true })
  for (const one of registry.capabilities) await one.start?.(system)
  const asEcho = () => kernel.contextFor({ authorized: true, isEcho: true })
  seekMissing(async roomId => {
    for (const one of registry.capabilities) await one.fillIn?.(asEcho(), roomId)
  })
  const lookAtOthers = async (whole: boolean) => {
    const echo = asEcho()
    const inOrder = async () => {
      for (const one of registry.capabilities) await one.catchUp?.(echo, whole)
    }
    // What is only one person's does not wait until the places of thousands are followed.
    const looks = await Promise.allSettled([inOrder(), catchUpOwn(echo)])
    for (const look of looks) if (look.status === 'rejected') throw look.reason
  }
  const lease = await takeLease(log, lookAtOthers)
  const address = redisOf(env)
  const redis = address ? connectRedis(address, log) : undefined
  redis?.once('ready', async () => {
    const warning = await evictionWarning(redis)
    if (warning) log.warn(warning)
  })
  shareLimits(redis)
  const carrier = redis ? redisCarrier(redis, address!, log) : isWorker() ? workersCarrier : null
  if (carrier) {
    openRelay(carrier, {
      pushed(roomId, item) {
        if (item.place) for (const one of registry.capabilities) one.pushed?.(roomId, item.place)
        topics.deliver(roomId, item)
      },
      rung: lookSoon,
      turned: () => lookSoon(true),
    })
  }
  // After the lease: what is swept up may wait for the other nodes, who look only while they know of one.
  const stopSweeping = await startSweeping(
    system,
    registry.capabilities.flatMap(one => one.sweep ?? []),
  )

  const signs: Signs = {
    ping: store.ping,
    connections: () => gateway.count(),
    isDraining: () => gateway.isDraining(),
    hasRedis: address !== null,
  }
  const http = openHttp(kernel, { health: () => lookAtHealth(signs), isDraining: signs.isDraining }, [
    serveMetrics(env, store.ping),
    ...registry.capabilities.flatMap(one => one.serves ?? []),
    serveDocs(registry.capabilities.map(one => one.contract)),
  ])
  const server = createServer(patience, http.callback())
  const apart = env.WS_PORT !== undefined && env.WS_PORT !== env.PORT
  const socketServer = apart ? createServer(patience, (_, response) => response.writeHead(426).end()) : server
  const gateway = openGateway(kernel, ...new Set([server, socketServer]))

  return {
    server,
    socketServer,
    kernel,
    gateway,
    as: userId => callerOf(kernel, { userId }),
    asHost: userId => callerOf(kernel, { userId, isAdmin: true, isHost: true }),
    async close(aside = false) {
      if (aside) for (const one of new Set([server, socketServer])) stopListening(one)
      await gateway.drain(aside ? Math.max(env.DRAIN_DELAY, lastAnswers) : env.DRAIN_DELAY)
      const closed = new Promise(resolve => server.close(resolve))
      if (apart) socketServer.close()
      server.closeIdleConnections()
      await Promise.race([closed, new Promise(resolve => setTimeout(resolve, 1000))])
      server.closeAllConnections()
      stopSweeping()
      for (const one of registry.capabilities.toReversed()) await one.stop?.()
      await closeRelay()
      seekMissing()
      redis?.disconnect()
      await lease.release()
      await store.close()
    },
  }
}

/** Takes no new connection; unlike http's own `close`, which ends kept ones under a request that is on its way. */
const stopListening = (server: Server): void => void NetServer.prototype.close.call(server)

const callerOf = (kernel: Kernel, who: Pick<Context, 'userId'> & Partial<Context>): Caller => ({
  call: async (route, input) => {
    const ctx = kernel.contextFor({ sessionId: 'library', device: 'library', ...who })
    return dispatch(kernel.registry.byName.get(route.name)!, ctx, input) as Promise<Output<typeof route>>
  },
})
