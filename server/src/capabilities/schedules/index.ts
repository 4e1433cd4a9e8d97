import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { capability } from '../../kernel/capability'
import type { Env } from '../../kernel/env'
import { list } from './list'
import { Schedules } from './model'
import * as present from './present'
import * as service from './service'
import { begin, finish } from './timer'

/** Brings schedules up; `SCHEDULE_SHORTEST` is in seconds. */
export default (env: Env) => {
  const { create, remind, update } = service.openService(env.SCHEDULE_SHORTEST * 1000)
  const { cancel, sendNow, planned, personal } = service
  return capability(schedules, {
    routes: { create, remind, update, cancel, sendNow, list },
    repeats: { create: planned, remind: planned },
    models: [Schedules],
    own: [present.schedules],
    start: async ctx => begin(ctx),
    stop: finish,
    personal,
  })
}
