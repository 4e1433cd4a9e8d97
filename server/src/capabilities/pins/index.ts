import { pins } from '@community-chat/shared/capabilities/pins/contract'
import { always } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import * as messages from '../messages/api'
import { Pins } from './model'
import * as service from './service'
import { sweep } from './telling'

export default capability(pins, {
  routes: { add: service.add, remove: service.remove, list: service.list },
  on: [always(messages.deleted, 'pins.forget', (_ctx, one) => service.forget(one))],
  models: [Pins],
  sweep,
  personal: service.personal,
})
