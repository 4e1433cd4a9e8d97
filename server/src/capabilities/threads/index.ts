import { threads } from '@community-chat/shared/capabilities/threads/contract'
import { always } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { list } from './inbox'
import { own, ThreadSeats } from './model'
import * as service from './service'

const { read, setLevel, follow, unfollow } = service

export default capability(threads, {
  routes: { list, read, setLevel, follow, unfollow },
  checks: [
    before(messages.sending, 'threads', service.refuseElsewhere),
    before(messages.composing, 'threads', service.remember),
  ],
  on: [
    always(messages.created, service.todo.said, service.takeReply),
    always(messages.deleted, service.todo.gone, service.dropReply),
  ],
  models: [ThreadSeats],
  own: [own],
  personal: service.personal,
})
