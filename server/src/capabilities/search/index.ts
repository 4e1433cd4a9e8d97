import { search } from '@community-chat/shared/capabilities/search/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import * as indexing from './indexing'
import { Findable, Reached } from './model'
import * as service from './service'
import { startSweeping } from './sweep'

let stopSweeping = async () => {}
let log: Context['log']

export default capability(search, {
  routes: { find: service.find, seqAt: service.seqAt },
  on: [
    when(messages.created, ({ log }, { message }) => indexing.said(log, message)),
    when(messages.edited, ({ log }, { message }) => indexing.changed(log, message.roomId)),
    when(messages.deleted, ({ log }, { roomId }) => indexing.changed(log, roomId)),
  ],
  models: [Findable, Reached],
  async start(ctx) {
    log = ctx.log
    indexing.start()
    stopSweeping = startSweeping(ctx)
  },
  async stop() {
    await stopSweeping()
    await indexing.stop(log)
  },
  personal: {
    // What someone said goes by the messages that are emptied; here it is only waited for.
    erase: ({ log }) => indexing.settled(log),
    export: async () => null,
  },
})
