/** Communities: the places that hold rooms. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Id, page, Paging, When } from '../../protocol/fields'

export const Community = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  ownerId: z.nullable(Id),
  createdAt: When,
})
export type Community = z.output<typeof Community>

export const communities = contract('communities', {
  faults: {},
  routes: {
    list: route({
      http: 'GET /communities',
      access: 'user',
      limit: '120/min',
      summary: 'The communities of this server, oldest first.',
      input: z.object({ ...Paging }),
      output: page(Community),
    }),
    get: route({
      http: 'GET /communities/:communityId',
      access: 'user',
      limit: '300/min',
      summary: 'One community.',
      input: z.object({ communityId: Id }),
      output: Community,
    }),
  },
  pushes: {},
})
