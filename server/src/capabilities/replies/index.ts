import { replies } from '@community-chat/shared/capabilities/replies/contract'
import { always } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import * as service from './service'

export default capability(replies, {
  routes: {},
  checks: [
    before(messages.sending, 'replies', service.refuseUnseen),
    before(messages.composing, 'replies', service.addQuote),
  ],
  on: [
    always(messages.created, service.todo.said, service.keepTrue),
    always(messages.edited, service.todo.edited, service.followEdit),
    always(messages.deleted, service.todo.gone, service.clean),
  ],
  // Excerpts go with the message they are from, in erasure too; who said it exports it.
  personal: 'none',
})
