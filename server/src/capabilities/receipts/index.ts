import { receipts } from '@community-chat/shared/capabilities/receipts/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { read } from '../rooms/api'
import { ownSettings, Settings } from './model'
import * as service from './service'
import { note, stop } from './telling'

export default capability(receipts, {
  routes: { set: service.set, positions: service.positions, readers: service.readers },
  on: [when(read, note)],
  own: [ownSettings],
  models: [Settings],
  stop,
  personal: service.personal,
})
