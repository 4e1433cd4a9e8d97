import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { when } from '../../kernel/bus'
import { capability, type Capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import type { Env } from '../../kernel/env'
import * as rooms from '../rooms/api'
import { settled } from './commit'
import { edit, versions } from './edit'
import { recall, remove } from './gone'
import { advance, dropIdle } from './heads'
import { Marks, ownMarks } from './mine'
import { history } from './history'
import { Messages } from './model'
import { catchUp, catchUpRoom } from './neighbours'
import * as notes from './notes'
import { placeNewcomer } from './place'
import { forgetAll } from './recent'
import { send, sent } from './send'
import * as service from './service'
import { setWindows, windows } from './windows'

let idle: NodeJS.Timeout

export default (env: Env): Capability =>
  capability(messages, {
    routes: { send, history, get: service.get, edit, versions, recall, remove, windows },
    resends: { send: sent },
    on: [
      when(rooms.created, notes.noteCreated),
      when(rooms.joined, notes.noteJoined),
      when(rooms.left, notes.noteLeft),
      when(rooms.updated, notes.noteRenamed),
      when(rooms.updated, notes.noteAnnounced),
      when(rooms.updated, notes.noteExpiry),
    ],
    checks: [before(rooms.joining, 'place', placeNewcomer)],
    models: [Messages, Marks],
    own: [ownMarks],
    async start() {
      setWindows({ edit: env.EDIT_WINDOW, recall: env.RECALL_WINDOW })
      idle = setInterval(dropIdle, 60_000).unref()
    },
    async stop() {
      clearInterval(idle)
      await settled()
      forgetAll()
    },
    pushed: (roomId, { rev }) => advance(roomId, rev),
    catchUp: async (ctx, whole) => {
      if (whole) await catchUp(ctx)
    },
    fillIn: catchUpRoom,
    personal: service.personal,
  })
