import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import * as messages from '../messages/api'
import { moved, placed } from '../rooms/api'
import { flush, note } from './activity'
import * as service from './service'
import { sync } from './sync'

export default capability(conversations, {
  routes: { list: service.list, markRead: service.markRead, sync },
  on: [when(messages.created, note), when(placed, service.follow), when(moved, service.followReading)],
  stop: flush,
  personal: 'none',
})
