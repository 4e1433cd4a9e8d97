import { polls, tally } from '@community-chat/shared/capabilities/polls/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { sweep } from './counting'
import { Polls, Votes } from './model'
import { addOption, close } from './change'
import * as service from './service'

export default capability(polls, {
  routes: {
    create: service.create,
    vote: service.vote,
    addOption,
    close,
    voters: service.voters,
  },
  repeats: { create: service.created },
  checks: [
    before(messages.showing, tally.name, async (ctx, page) => ({
      answer: 'replace',
      value: await service.showMine(ctx, page),
    })),
  ],
  on: [when(messages.deleted, (_ctx, { messageId }) => service.forget(messageId))],
  models: [Votes, Polls],
  sweep,
  personal: service.personal,
})
