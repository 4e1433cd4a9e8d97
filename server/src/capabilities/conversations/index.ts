import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import * as messages from '../messages/api'
import { left, moved, placed } from '../rooms/api'
import { flush, note, start } from './activity'
import { Places } from './model'
import { personal } from './personal'
import { arrange, forget, places } from './places'
import * as service from './service'
import { sync } from './sync'

export default capability(conversations, {
  routes: { list: service.list, markRead: service.markRead, arrange, sync },
  on: [
    when(messages.created, note),
    when(placed, service.follow),
    when(moved, service.followReading),
    when(left, forget),
  ],
  models: [Places],
  own: [places],
  start,
  stop: flush,
  personal,
})
