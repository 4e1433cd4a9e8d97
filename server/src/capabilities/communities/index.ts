import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { always } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { registered } from '../accounts/api'
import { Communities } from './model'
import * as service from './service'

export default capability(communities, {
  routes: { list: service.list, get: service.get },
  on: [always(registered, 'communities.claim', (_ctx, person) => service.claim(person))],
  models: [Communities],
  start: service.makeWelcome,
  personal: service.personal,
})
