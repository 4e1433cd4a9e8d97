import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { always, when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { authorize } from '../../kernel/authorize'
import { before } from '../../kernel/checks'
import { registered } from '../accounts/api'
import { reading } from '../audit/api'
import * as communities from '../communities/api'
import * as profiles from '../profiles/api'
import { seatsOf } from './api'
import { create, openDirect } from './create'
import { admitOld, leaveAll, makeFirst, showStandings } from './inside'
import { list } from './list'
import { makeLobby, welcome } from './lobby'
import { visible } from './load'
import { Members, Rooms } from './model'
import { catchUp } from './neighbours'
import { finishHandOvers } from './ownership'
import { showPerson } from './people'
import { personal } from './personal'
import { can } from './policy'
import { giveRoomsPrefixes } from './prefixed'
import { flush } from './reading'
import * as service from './service'

export default capability(rooms, {
  routes: {
    create,
    openDirect,
    list,
    get: service.get,
    update: service.update,
    members: service.members,
    addMember: service.addMember,
    removeMember: service.removeMember,
    setRole: service.setRole,
    join: service.join,
    leave: service.leave,
  },
  on: [
    always(registered, 'rooms.lobby', welcome),
    always(communities.created, 'rooms.first', makeFirst),
    always(communities.left, 'rooms.leave', leaveAll),
    when(communities.ranked, showStandings),
    when(profiles.changed, showPerson),
  ],
  checks: [
    before(reading, 'rooms', async (ctx, subject) => {
      authorize(ctx, can.audit, await visible(ctx, subject.roomId))
      return { answer: 'replace', value: { ...subject, mayRead: true } }
    }),
  ],
  models: [Rooms, Members],
  hears: async userId => (await seatsOf(userId)).map(({ roomId, fromSeq }) => ({ roomId, fromSeq })),
  async start() {
    await giveRoomsPrefixes()
    await makeLobby()
    await admitOld()
  },
  stop: flush,
  sweep: finishHandOvers,
  catchUp,
  personal,
})
