import { reactions, tallies } from '@community-chat/shared/capabilities/reactions/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { sweep } from './counting'
import { Reactions } from './model'
import * as service from './service'

let sweeping: NodeJS.Timeout

export default capability(reactions, {
  routes: { add: service.add, remove: service.remove, list: service.list },
  checks: [
    before(messages.showing, tallies.name, async (ctx, page) => ({
      answer: 'replace',
      value: await service.showMine(ctx, page),
    })),
  ],
  on: [when(messages.deleted, (_ctx, { messageId }) => service.forget({ messageId }))],
  models: [Reactions],
  async start(ctx) {
    const look = () => sweep(ctx).catch(error => ctx.log.error({ err: error }, 'counting reactions failed'))
    await look()
    sweeping = setInterval(look, 60_000).unref()
  },
  async stop() {
    clearInterval(sweeping)
  },
  personal: service.personal,
})
