import { chains, links } from '@community-chat/shared/capabilities/chains/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { sweep } from './counting'
import { Closings, Entries } from './model'
import * as service from './service'

export default capability(chains, {
  routes: {
    create: service.create,
    join: service.join,
    leave: service.leave,
    close: service.close,
    entries: service.entries,
  },
  repeats: { create: service.created },
  checks: [
    before(messages.showing, links.name, async (ctx, page) => ({
      answer: 'replace',
      value: await service.showMine(ctx, page),
    })),
  ],
  on: [when(messages.deleted, (_ctx, { messageId }) => service.forget(messageId))],
  models: [Entries, Closings],
  sweep,
  personal: service.personal,
})
