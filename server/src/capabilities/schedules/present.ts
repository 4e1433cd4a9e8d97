/** Planned messages and reminders as own rows. */
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import {
  type Schedule,
  scheduleRows,
  type ScheduleState,
} from '@community-chat/shared/capabilities/schedules/contract'
import { ownRows } from '../../kernel/store/own'
import { type ScheduleDoc, Schedules } from './model'

/** The own rows of schedules. */
export const schedules = ownRows<Schedule, ScheduleDoc>(scheduleRows, Schedules, present)

/** Nothing of what was written stays in a row that is gone. */
export const cleared = {
  state: 'done',
  content: null,
  note: null,
  threadId: null,
  replyTo: null,
  alsoToRoom: null,
  expiresAfter: null,
  messageId: null,
  code: null,
  claim: null,
}

function present(doc: ScheduleDoc): Schedule {
  const state = doc.state === 'firing' ? 'waiting' : (doc.state as ScheduleState)
  const common = { state, at: doc.at.toISOString() }
  const some = <K extends keyof ScheduleDoc>(name: K) => (doc[name] ? { [name]: doc[name] } : {})
  if (doc.kind === 'reminder')
    return { kind: 'reminder', ...common, ...some('messageId'), ...some('roomId'), note: doc.note ?? '' }
  return {
    kind: 'message',
    ...common,
    roomId: doc.roomId!,
    content: doc.content as Said,
    ...some('threadId'),
    ...some('replyTo'),
    ...some('alsoToRoom'),
    ...some('expiresAfter'),
    ...some('code'),
  }
}
