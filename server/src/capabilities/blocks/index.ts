import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import { finding } from '../profiles/api'
import { Blocks } from './model'
import { catchUp } from './neighbours'
import * as service from './service'

export default capability(blocks, {
  routes: { block: service.block, unblock: service.unblock, list: service.list, ids: service.ids },
  checks: [before(finding, 'blocks', service.hideBlockers)],
  models: [Blocks],
  catchUp,
  personal: service.personal,
})
