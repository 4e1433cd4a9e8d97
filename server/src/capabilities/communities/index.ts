import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { always } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { registered } from '../accounts/api'
import { create } from './create'
import { list } from './list'
import { addMember, members, removeMember, setRole } from './members'
import { Communities, CommunityMembers } from './model'
import { catchUp } from './neighbours'
import { personal } from './personal'
import { get, join, leave, update } from './service'
import { makeWelcome, welcome } from './welcome'

export default capability(communities, {
  routes: { create, list, get, update, join, leave, members, addMember, removeMember, setRole },
  on: [always(registered, 'communities.claim', welcome)],
  models: [Communities, CommunityMembers],
  start: makeWelcome,
  catchUp,
  personal,
})
