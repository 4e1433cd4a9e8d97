import { expiring, expiry } from '@community-chat/shared/capabilities/expiry/contract'
import { when } from '../../kernel/bus'
import { capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import * as messages from '../messages/api'
import { read } from '../rooms/api'
import { begin, finish, note } from './timers'

export default capability(expiring, {
  routes: {},
  checks: [
    before(messages.sending, expiry.name, (_ctx, draft) => {
      const seconds = draft.expiresAfter ?? draft.room.expiresAfter ?? 0
      if (seconds === 0) return { answer: 'allow' }
      const facets = { ...draft.facets, [expiry.name]: { seconds, endsAt: null } }
      return { answer: 'replace', value: { ...draft, facets } }
    }),
  ],
  on: [
    when(read, (_ctx, reading) => note(reading)),
    // Who says something has read what was said before it.
    when(messages.created, (_ctx, { message: { roomId, senderId, seq, countable } }) => {
      if (countable) note({ roomId, userId: senderId, readSeq: seq - 1 })
    }),
  ],
  start: begin,
  stop: finish,
  personal: 'none',
})
