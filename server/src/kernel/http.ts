/** HTTP: every route under /api, health, and the H5 page, with one shape for every refusal. */
import cors from '@koa/cors'
import { Router } from '@koa/router'
import { commonFaults, fault, type Fault } from '@community-chat/shared/protocol/faults'
import { methodOverride } from '@community-chat/shared/protocol/http'
import Koa from 'koa'
import { koaBody } from 'koa-body'
import helmet from 'koa-helmet'
import { type Health, isReady } from './health'
import type { Kernel } from './kernel'
import { dispatch, toFault } from './dispatch'
import { fromText } from './query'
import { newId } from './id'
import { addressOf } from './origin'
import type { Bound } from './registry'
import { servePage } from './static-page'

const bodyLimit = '256kb'

/** What the application asks of its server. */
export interface Condition {
  health: () => Promise<Health>
  isDraining: () => boolean
}

/** The Koa application, with what else it serves beside the API; nothing listens yet. */
export function openHttp(
  kernel: Kernel,
  { health, isDraining }: Condition,
  beside: Koa.Middleware[] = [],
): Koa {
  const app = new Koa({ proxy: kernel.env.TRUST_PROXY })
  app.on('error', error => kernel.log.debug({ err: error }, 'a connection broke'))
  app.use(async (ctx, next) => {
    await next()
    // Whoever keeps the connection must not ask again on it at the moment it ends.
    if (isDraining()) ctx.set('Connection', 'close')
  })
  app.use(withRequestId(kernel))
  app.use(helmet(headers(kernel.env.NODE_ENV === 'production')))
  if (kernel.env.ALLOWED_ORIGINS.length > 0) {
    const allowed = (ctx: Koa.Context) =>
      kernel.env.ALLOWED_ORIGINS.find(one => one === ctx.get('Origin')) ?? ''
    app.use(cors({ origin: allowed, maxAge: 600, keepHeadersOnError: true }))
  }
  app.use(withMethod)
  const router = new Router()
  router.get('/health', async ctx => {
    const found = await health()
    ctx.body = found
    ctx.status = isReady(found) ? 200 : 503
    ctx.set('Cache-Control', 'no-store')
  })
  for (const bound of kernel.registry.routes) mount(router, kernel, bound)
  app.use(router.routes())
  app.use(async (ctx, next) => {
    if (ctx.path === '/api' || ctx.path.startsWith('/api/')) throw fault('not_found')
    await next()
  })
  for (const one of beside) app.use(one)
  app.use(servePage(kernel.env.H5_DIR))
  return app
}

/** Gives each request an id and every refusal its one shape. */
function withRequestId(kernel: Kernel): Koa.Middleware {
  return async (ctx, next) => {
    const requestId = newId()
    ctx.state.requestId = requestId
    ctx.set('X-Request-Id', requestId)
    try {
      await next()
      if (ctx.status === 404 && ctx.body == null) throw fault('not_found')
    } catch (error) {
      answerFault(ctx, bodyFault(error) ?? toFault(error, { log: kernel.log, requestId }))
    }
  }
}

/** A POST may stand for a method that its host cannot send: WeChat knows no PATCH. */
const withMethod: Koa.Middleware = (ctx, next) => {
  const meant = ctx.method === 'POST' ? ctx.get(methodOverride) : ''
  if (meant === 'PUT' || meant === 'PATCH' || meant === 'DELETE') ctx.method = meant
  return next()
}

function mount(router: Router, kernel: Kernel, bound: Bound): void {
  const { method, path } = bound.route
  const body = koaBody({
    json: true,
    text: false,
    urlencoded: false,
    multipart: false,
    jsonLimit: bodyLimit,
    jsonStrict: true,
    parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'] as never,
  })
  router.register(
    `/api${path}`,
    [method.toLowerCase()],
    [
      unpacked,
      body as never,
      async (ctx: Koa.Context) => {
        ctx.set('Cache-Control', 'no-store')
        const token = /^Bearer (.+)$/.exec(ctx.get('Authorization'))?.[1]
        const identity = token !== undefined ? kernel.registry.identify(token) : undefined
        const context = kernel.contextFor({
          ...(identity ?? { userId: '', sessionId: '', isAdmin: false }),
          requestId: ctx.state.requestId as string,
          address: addressOf(ctx.req, kernel.env),
          device: ctx.get('User-Agent').slice(0, 200),
        })
        const output = await dispatch(bound, context, inputOf(bound, ctx as never))
        if (output === null) ctx.status = 204
        else ctx.body = output
      },
    ],
  )
}

/** A body comes as it is: what would have to be unpacked first is of any size. */
const unpacked: Koa.Middleware = (ctx, next) => {
  if (!['', 'identity'].includes(ctx.get('Content-Encoding').toLowerCase())) throw fault('unsupported_type')
  return next()
}

/** The one flat input: path parameters over query or body, so that a body can never rename its subject. */
function inputOf(bound: Bound, ctx: Koa.Context & { params: Record<string, string> }): unknown {
  const params = ctx.params
  if (bound.route.method === 'GET') return { ...fromText(bound.route.input, ctx.query), ...params }
  const length = Number(ctx.get('Content-Length') || 0)
  if ((length > 0 || ctx.get('Transfer-Encoding')) && !ctx.is('json')) throw fault('unsupported_type')
  const body: unknown = ctx.request.body ?? {}
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw fault('invalid_input', { issues: [{ path: '', message: 'Send one JSON object.' }] })
  }
  for (const name of Object.keys(params)) {
    const twice = Object.hasOwn(body, name) && (body as Record<string, unknown>)[name] !== params[name]
    if (twice)
      throw fault('invalid_input', { issues: [{ path: name, message: 'This field stands in the path.' }] })
  }
  return { ...body, ...params }
}

function answerFault(ctx: Koa.Context, { code, status, message, data, retryAfter }: Fault): void {
  ctx.status = status
  ctx.set('Cache-Control', 'no-store')
  if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter))
  ctx.body = { error: { code, message, data, requestId: ctx.state.requestId as string } }
}

/** What the body parser and Koa throw before a route is reached. */
function bodyFault(error: unknown): Fault | null {
  const status = (error as { status?: unknown }).status
  const thrown = error as { expose?: boolean; code?: unknown; name?: string }
  if (error instanceof Error && thrown.name === 'Fault') return null
  if (error instanceof SyntaxError || (status === 400 && error instanceof Error)) {
    return fault('invalid_input', { issues: [{ path: '', message: 'The body is not JSON.' }] })
  }
  const entry = Object.entries(commonFaults).find(([, [one]]) => one === status)
  return entry ? fault(entry[0] as keyof typeof commonFaults) : null
}

/** Nothing inline, nothing from elsewhere; `upgrade-insecure-requests` is left to the proxy that has a certificate. */
const headers = (production: boolean): Parameters<typeof helmet>[0] => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: production
    ? { maxAge: 31_536_000, includeSubDomains: true, preload: true }
    : false,
})
