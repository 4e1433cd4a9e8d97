import { contract, route } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { Id } from '@community-chat/shared/protocol/fields'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { testEnv } from '../testing/app'
import { allow, authorize } from './authorize'
import { capability, type Handler } from './capability'
import { dispatch, setStrict, toFault } from './dispatch'
import { type Kernel, openKernel } from './kernel'
import { enableLimits } from './limit'
import { openLog } from './log'
import { register } from './registry'

const one = (access: 'public' | 'self' | 'user' | 'admin') => ({
  access,
  limit: '1000/s' as const,
  summary: 'Probe.',
  input: z.object({ id: Id, note: z._default(z.string(), 'none') }),
  output: z.object({
    id: Id,
    inner: z.optional(z.object({ n: z.int() })),
    rest: z.optional(z.record(z.string(), z.unknown())),
  }),
})
const probes = contract('probes', {
  faults: { no_luck: [409, 'No luck today.'] },
  routes: {
    open: route({ http: 'POST /probes/open', ...one('public') }),
    own: route({ http: 'POST /probes/own', ...one('self') }),
    ask: route({ http: 'POST /probes/ask', ...one('user'), faults: [] }),
    rule: route({ http: 'POST /probes/rule', ...one('admin') }),
  },
  pushes: {},
})

let answer: Handler<typeof probes.routes.ask>
const answering: Handler<typeof probes.routes.ask> = (ctx, input) => answer(ctx, input)
let kernel: Kernel
beforeEach(() => {
  setStrict(true)
  const routes = { open: answering, own: answering, ask: answering, rule: answering }
  const probe = capability(probes, {
    routes,
    personal: 'none',
    identify: () => Promise.reject(new Error('not asked')) as never,
  })
  kernel = openKernel(testEnv({}), openLog('silent'), register([probe]))
})
afterEach(() => setStrict(true))

const call = (
  verb: keyof typeof probes.routes,
  raw: unknown = { id: 'x' },
  who: { userId?: string; isAdmin?: boolean } = { userId: 'me' },
) => dispatch(kernel.registry.byName.get(`probes.${verb}`)!, kernel.contextFor(who), raw)

describe('access', () => {
  beforeEach(() => {
    answer = async (ctx, { id }) => {
      allow(ctx)
      return { id }
    }
  })

  test('without a name only public routes answer', async () => {
    expect(await call('open', { id: 'x' }, {})).toEqual({ id: 'x' })
    for (const verb of ['own', 'ask', 'rule'] as const) {
      await expect(call(verb, { id: 'x' }, {})).rejects.toMatchObject({ code: 'unauthenticated' })
    }
  })

  test('an administrator’s route is for administrators', async () => {
    await expect(call('rule')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await call('rule', { id: 'x' }, { userId: 'me', isAdmin: true })).toEqual({ id: 'x' })
  })

  test('who may not is told so before their input is looked at', async () => {
    await expect(call('own', 'nonsense', {})).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('the rule', () => {
  test('a handler that asks none throws, and does not answer', async () => {
    answer = async (_ctx, { id }) => ({ id })
    await expect(call('ask')).rejects.toThrow('probes.ask asked no rule')
    expect(await call('own')).toEqual({ id: 'x' })
  })

  test('in production it is logged, and answered', async () => {
    setStrict(false)
    answer = async (_ctx, { id }) => ({ id })
    expect(await call('ask')).toEqual({ id: 'x' })
  })

  test('asking and being refused is `forbidden`', async () => {
    answer = async (ctx, { id }) => {
      authorize(ctx, (who: string) => who === 'you', ctx.userId)
      return { id }
    }
    await expect(call('ask')).rejects.toMatchObject({ code: 'forbidden', status: 403 })
    expect(await call('ask', { id: 'x' }, { userId: 'you' })).toEqual({ id: 'x' })
  })
})

describe('input', () => {
  test('a handler gets what the contract says: defaults filled in', async () => {
    let seen: unknown
    answer = async (_ctx, input) => {
      seen = input
      return { id: input.id }
    }
    await call('own')
    expect(seen).toEqual({ id: 'x', note: 'none' })
  })

  test.each([
    ['a wrong field', { id: { $ne: null } }, 'id'],
    ['a missing field', {}, 'id'],
    ['an unknown field', { id: 'x', more: 1 }, 'more'],
    ['no object', 7, ''],
  ])('%s never reaches it', async (_, raw, path) => {
    answer = () => Promise.reject(new Error('reached'))
    await expect(call('own', raw)).rejects.toMatchObject({
      code: 'invalid_input',
      data: { issues: [{ path }] },
    })
  })

  test('a hundred wrong fields are named at most twenty at a time, each shortly', async () => {
    const raw = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${'x'.repeat(1000)}${i}`, 1]))
    const error: any = await call('own', { id: 'x', ...raw }).catch(refusal => refusal)
    expect(error.data.issues).toHaveLength(20)
    expect(JSON.stringify(error.data).length).toBeLessThan(8000)
  })
})

describe('output', () => {
  test('a wrong one throws', async () => {
    answer = async () => ({ id: 7 }) as never
    await expect(call('own')).rejects.toThrow('probes.own answered wrongly')
  })

  test.each([
    ['id2', { id: 'x', id2: 'secret' }],
    ['inner.hash', { id: 'x', inner: { n: 1, hash: 'secret' } }],
  ])('a field outside the contract throws instead of leaking: %s', async (path, output) => {
    answer = async () => output as never
    await expect(call('own')).rejects.toThrow(`probes.own answered more than its contract says: ${path}`)
  })

  test('what a contract leaves open, and what is undefined, is no leak', async () => {
    answer = async () => ({ id: 'x', inner: undefined, rest: { any: { thing: [1] } } })
    expect(await call('own')).toEqual({ id: 'x', rest: { any: { thing: [1] } } })
  })
})

describe('refusals', () => {
  test('a declared fault passes as it is', async () => {
    answer = () => Promise.reject(fault(probes, 'no_luck', { retryAfter: 3 }))
    await expect(call('own')).rejects.toMatchObject({
      code: 'no_luck',
      status: 409,
      message: 'No luck today.',
      retryAfter: 3,
    })
  })

  test('a fault of its contract that a route does not name is a bug, in production logged and answered', async () => {
    answer = () => Promise.reject(fault(probes, 'no_luck'))
    await expect(call('ask')).rejects.toThrow('probes.ask does not declare the fault no_luck')
    setStrict(false)
    await expect(call('ask')).rejects.toMatchObject({ code: 'no_luck' })
  })

  test("the host's own acts are not limited, everyone else's are", async () => {
    answer = async (_ctx, { id }) => ({ id })
    enableLimits(true)
    const own = kernel.registry.byName.get('probes.own')!
    const as = (isHost: boolean) =>
      Promise.all(
        Array.from({ length: 1100 }, () =>
          dispatch(own, kernel.contextFor({ userId: `host ${isHost}`, isHost }), { id: 'x' }),
        ),
      )
    await as(true)
    await expect(as(false)).rejects.toMatchObject({ code: 'rate_limited' })
    enableLimits(false)
  })

  test.each([
    ['a bug', new Error('secret detail'), 'internal', 500],
    ['something thrown that is no error', 'secret detail', 'internal', 500],
    [
      'a store that is down',
      Object.assign(new Error('secret detail'), { name: 'MongoServerSelectionError' }),
      'unavailable',
      503,
    ],
    [
      'a connection that broke',
      Object.assign(new Error('secret detail'), { name: 'MongoNetworkTimeoutError' }),
      'unavailable',
      503,
    ],
  ])('%s tells a device nothing of itself', (_, error, code, status) => {
    const refusal = toFault(error, { log: openLog('silent'), requestId: 'r' })
    expect(refusal).toMatchObject({ code, status })
    expect(JSON.stringify(refusal) + refusal.message).not.toContain('secret')
  })

  test('two routes of one name, path or frame type are refused at start', () => {
    const twice = contract('others', {
      faults: {},
      routes: { open: route({ http: 'POST /probes/open', ...one('public') }) },
      pushes: {},
    })
    const other = capability(twice, { routes: { open: answering }, personal: 'none' })
    const probe = kernel.registry.capabilities[0]!
    expect(() => register([probe, other])).toThrow('others.open is declared twice')
    expect(() => register([other])).toThrow('no capability can identify a token')
  })
})
