import { drafts } from '@community-chat/shared/capabilities/drafts/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { left } from '../rooms/api'
import { Drafts } from './model'
import * as service from './service'

export default capability(drafts, {
  routes: { save: service.save },
  on: [when(left, service.forget)],
  models: [Drafts],
  own: [service.drafts],
  personal: service.personal,
})
