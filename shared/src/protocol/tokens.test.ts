/** Tokens are renewed once, and lost only by the server's word. */
import { expect, test } from '@jest/globals'
import { Fault } from './faults'
import { unreached } from './http'
import { createTokenSource, type Tokens } from './tokens'

function kept(stored: Tokens | null, exchange: (refreshToken: string) => Promise<Tokens>) {
  const state = { stored, exchanges: 0, ids: [] as string[] }
  const source = createTokenSource({
    load: async () => state.stored,
    save: async tokens => {
      state.stored = tokens
    },
    exclusively: task => task(),
    exchange: (token, renewalId) => {
      state.ids.push(renewalId)
      state.exchanges++
      return exchange(token)
    },
    newId: () => `renewal-id-000000${state.exchanges}`,
    now: () => 0,
  })
  return { state, source }
}
const pair = (name: string, expiresAt = 900_000): Tokens => ({
  accessToken: name,
  refreshToken: `${name}-r`,
  expiresAt,
})

test('a token that will do is used as it is', async () => {
  const { source, state } = kept(pair('a'), async () => pair('b'))
  expect(await source.fresh()).toBe('a')
  expect(state.exchanges).toBe(0)
})

test('all who ask at the same time share one renewal', async () => {
  const { source, state } = kept(pair('a', 1_000), async () => pair('b'))
  expect(await Promise.all([source.fresh(), source.fresh(), source.renew('a')])).toEqual(['b', 'b', 'b'])
  expect(state.exchanges).toBe(1)
})

test('what another tab has renewed is not renewed again', async () => {
  const { source, state } = kept(pair('b'), async () => pair('c'))
  expect(await source.renew('a')).toBe('b')
  expect(state.exchanges).toBe(0)
})

test('being out of reach ends nothing', async () => {
  const { source, state } = kept(pair('a'), () => Promise.reject(unreached('offline')))
  await expect(source.renew('a')).rejects.toMatchObject({ code: 'offline' })
  expect(state.stored).not.toBeNull()
})

test('a refusal ends the session', async () => {
  const { source, state } = kept(pair('a'), () => Promise.reject(new Fault('refresh_refused', 401, '')))
  expect(await source.renew('a')).toBeNull()
  expect(state.stored).toBeNull()
})

test('a retry of the same exchange says that it is one, also after a restart', async () => {
  const { source, state } = kept(pair('a'), () => Promise.reject(unreached('offline')))
  await source.renew('a').catch(() => null)
  const restarted = kept(state.stored, async () => pair('b'))
  expect(await restarted.source.renew('a')).toBe('b')
  expect(restarted.state.ids).toEqual(state.ids)
  expect(restarted.state.stored?.renewalId).toBeUndefined()
})
