import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as rooms from '../rooms/api'
import { settled } from './commit'
import { dropIdle } from './heads'
import { Messages } from './model'
import { catchUp } from './neighbours'
import * as notes from './notes'
import { placeNewcomer } from './place'
import { send, sent } from './send'
import * as service from './service'

let idle: NodeJS.Timeout

export default capability(messages, {
  routes: { send, history: service.history, get: service.get, edit: service.edit, remove: service.remove },
  repeats: { send: sent },
  on: [
    when(rooms.created, notes.noteCreated),
    when(rooms.joined, notes.noteJoined),
    when(rooms.left, notes.noteLeft),
    when(rooms.updated, notes.noteRenamed),
  ],
  checks: [before(rooms.joining, 'place', placeNewcomer)],
  models: [Messages],
  async start() {
    idle = setInterval(dropIdle, 60_000).unref()
  },
  async stop() {
    clearInterval(idle)
    await settled()
  },
  catchUp,
  personal: service.personal,
})
