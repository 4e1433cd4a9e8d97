import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { capability } from '../../kernel/capability'
import { find } from './find'
import { Profiles } from './model'
import { catchUp } from './neighbours'
import * as service from './service'

export default capability(profiles, {
  routes: { me: service.me, update: service.update, find, get: service.get, getMany: service.getMany },
  models: [Profiles],
  catchUp,
  personal: service.personal,
})
