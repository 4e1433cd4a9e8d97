import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { compose, screen } from './screen'
import * as service from './service'

export default capability(mentions, {
  routes: { list: service.list, unread: service.unread },
  checks: [
    before(messages.sending, 'mentions', screen),
    before(messages.editing, 'mentions', screen),
    before(messages.composing, 'mentions', compose),
  ],
  personal: 'none', // whom a message calls is kept with the message
})
