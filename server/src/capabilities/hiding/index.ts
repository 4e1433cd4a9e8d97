import { hiding } from '@community-chat/shared/capabilities/hiding/contract'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { Hidden } from './model'
import * as service from './service'

export default capability(hiding, {
  routes: { hide: service.hide, show: service.show },
  checks: [
    before(messages.showing, 'hidden', service.showMine),
    before(messages.hiding, 'hidden', service.countOut),
  ],
  models: [Hidden],
  own: [service.hidden],
  personal: service.personal,
})
