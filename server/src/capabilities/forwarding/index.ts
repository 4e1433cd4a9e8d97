import { forwarding } from '@community-chat/shared/capabilities/forwarding/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import * as messages from '../messages/api'
import { Carryings } from './model'
import * as service from './service'

export default capability(forwarding, {
  routes: { forward: service.forward },
  on: [when(messages.deleted, (_ctx, one) => service.forget(one))],
  models: [Carryings],
  personal: service.personal,
})
