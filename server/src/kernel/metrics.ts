/** Numbers about this node, in the text format of Prometheus. Each is declared where it is measured. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type Koa from 'koa'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Env } from './env'
import { offerNumbers, textOfAll } from './nodes/metrics-workers'
import { addressOf } from './origin'

const registry = new Registry()
let isCollecting = false

/** Declares a number that only rises; labels take their values from code, never from a request. */
export const counter = <L extends string = string>(name: string, help: string, labelNames: L[] = []) =>
  new Counter({ name, help, labelNames, registers: [registry] })

/** Declares a number that is read when it is asked for. */
export const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read())
    },
  })

/** Declares how values spread over buckets; labels as for `counter`. */
export const histogram = <L extends string = string>(
  name: string,
  help: string,
  buckets: number[],
  labelNames: L[] = [],
) => new Histogram({ name, help, buckets, labelNames, registers: [registry] })

/** Where a counter without labels stands now. */
export async function countOf(name: string): Promise<number> {
  const metric = await registry.getSingleMetric(name)?.get()
  return metric?.values[0]?.value ?? 0
}

let askStore: () => Promise<unknown> = () => Promise.reject(new Error('there is no store yet'))
gauge('chat_mongo_up', 'Whether the database answers: 1 or 0.', () =>
  askStore().then(
    () => 1,
    () => 0,
  ),
)

/** Answers `GET /metrics` to this machine, to private networks, and to whoever has `METRICS_TOKEN`; others find nothing there. */
export function serveMetrics(
  env: Pick<Env, 'METRICS_TOKEN' | 'TRUST_PROXY'>,
  ping: () => Promise<number>,
): Koa.Middleware {
  if (!isCollecting) {
    // A hundred looks a second at the loop's delay, which is the default, cost a third of a per cent of a core by themselves.
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 })
    offerNumbers(registry)
  }
  isCollecting = true
  askStore = ping
  return async (ctx, next) => {
    if (ctx.path !== '/metrics' || ctx.method !== 'GET' || !may(ctx, env)) return next()
    ctx.body = await textOfAll(registry)
    ctx.set('Content-Type', registry.contentType)
    ctx.set('Cache-Control', 'no-store')
  }
}

function may(ctx: Koa.Context, env: Pick<Env, 'METRICS_TOKEN' | 'TRUST_PROXY'>): boolean {
  const token = /^Bearer (.+)$/.exec(ctx.get('Authorization'))?.[1]
  if (token !== undefined && env.METRICS_TOKEN !== '' && isSame(token, env.METRICS_TOKEN)) return true
  // A proxy on this machine makes everyone look near: what it forwards counts only where it is trusted to say for whom.
  const isForwarded = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via'].some(name => ctx.get(name) !== '')
  return (env.TRUST_PROXY || !isForwarded) && isNear(addressOf(ctx.req, env))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

const near = new BlockList()
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  near.addSubnet(net, bits, 'ipv4')
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')
near.addSubnet('fe80::', 10, 'ipv6')

/** Whether an address is this machine's or of a private network. */
export function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const version = isIP(plain)
  return version !== 0 && near.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}
