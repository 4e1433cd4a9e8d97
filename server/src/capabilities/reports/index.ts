import { reports } from '@community-chat/shared/capabilities/reports/contract'
import { capability } from '../../kernel/capability'
import { Reports } from './model'
import * as service from './service'

export default capability(reports, {
  routes: { create: service.create, list: service.list },
  repeats: { create: service.made },
  models: [Reports],
  personal: service.personal,
})
