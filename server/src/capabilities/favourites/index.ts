import { favourites } from '@community-chat/shared/capabilities/favourites/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { Favourites } from './model'
import * as service from './service'

export default capability(favourites, {
  routes: { keep: service.keep, drop: service.drop, list: service.list },
  checks: [
    before(messages.showing, 'favourites', async (ctx, page) => ({
      answer: 'replace',
      value: await service.showMine(ctx, page),
    })),
  ],
  on: [when(messages.deleted, (_ctx, gone) => service.clean(gone))],
  models: [Favourites],
  sweep: service.sweep,
  personal: service.personal,
})
