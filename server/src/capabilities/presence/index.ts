import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { when } from '../../kernel/bus'
import { capability, type Capability } from '../../kernel/capability'
import type { Env } from '../../kernel/env'
import { changed } from '../profiles/api'
import { Choices, Sightings } from './model'
import { buryTheDead, catchUp } from './neighbours'
import { begin, finish, note } from './rounds'
import * as service from './service'

export default (env: Env): Capability =>
  capability(presence, {
    routes: { update: service.update, watch: service.watch },
    on: [when(changed, (_ctx, { person }) => note(person.id))],
    models: [Choices, Sightings],
    async start(ctx) {
      begin(ctx, env.PRESENCE_GRACE)
      await buryTheDead()
    },
    stop: finish,
    catchUp,
    connected: service.connected,
    disconnected: service.disconnected,
    personal: service.personal,
  })
