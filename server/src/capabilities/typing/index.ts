import { typing } from '@community-chat/shared/capabilities/typing/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { created } from '../messages/api'
import { placed } from '../rooms/api'
import * as service from './service'

export default capability(typing, {
  routes: { set: service.set },
  on: [when(created, service.said), when(placed, service.placed)],
  start: service.start,
  stop: service.stop,
  disconnected: service.disconnected,
  personal: 'none',
})
