import { reactions, tallies } from '@community-chat/shared/capabilities/reactions/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { sweep } from './counting'
import { Reactions } from './model'
import * as service from './service'

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
  sweep,
  personal: service.personal,
})
