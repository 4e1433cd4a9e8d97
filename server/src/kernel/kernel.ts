/** What every face of the server shares. */
import { raise } from './bus'
import type { Context } from './context'
import type { Env } from './env'
import { newId } from './id'
import type { Log } from './log'
import type { Registry } from './registry'
import * as topics from './sockets/topics'

/** Settings, log and routes, and how a request begins. */
export interface Kernel {
  env: Env
  log: Log
  registry: Registry
  contextFor: (part: Partial<Context>) => Context
}

/** Brings the parts together. */
export const openKernel = (env: Env, log: Log, registry: Registry): Kernel => ({
  env,
  log,
  registry,
  contextFor: part => newContext(log, part),
})

function newContext(log: Log, part: Partial<Context>): Context {
  const ctx: Context = {
    userId: '',
    sessionId: '',
    isAdmin: false,
    requestId: newId(),
    address: 'local',
    device: '',
    log,
    authorized: false,
    as: who => newContext(log, { ...who, device: 'server', isEcho: ctx.isEcho, requestId: ctx.requestId }),
    push(push, to, data, place) {
      topics.publish(
        'room' in to ? { type: push.type, roomId: to.room, data } : { type: push.type, data },
        to,
        place,
        ctx.isEcho,
      )
    },
    emit: (event, payload, carrierId) => raise(ctx, event, payload, carrierId),
    handOff() {},
    ...part,
  }
  return ctx
}
