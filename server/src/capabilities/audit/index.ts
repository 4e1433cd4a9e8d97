import { audit } from '@community-chat/shared/capabilities/audit/contract'
import { capability } from '../../kernel/capability'
import { AuditRows } from './model'
import * as service from './service'

export default capability(audit, {
  routes: { ofRoom: service.ofRoom, all: service.all },
  models: [AuditRows],
  personal: service.personal,
})
