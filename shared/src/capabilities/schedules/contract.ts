/** Schedules: what I say later, and what I want to be reminded of. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { ClientId, Id, lines, page, Paging, When } from '../../protocol/fields'
import { ownKind, OwnRow } from '../../protocol/own'
import { Content, Said } from '../messages/content'

/** How many messages and reminders a person has waiting at most. */
export const mostWaiting = 200
/** The furthest ahead that something is planned, in milliseconds. */
export const furthestAhead = 366 * 24 * 3600 * 1000
/** The longest note of a reminder, in characters. */
export const longestNote = 500

/** `waiting` for its time; `due`: a reminder whose time has come; `failed`: a message that was refused at its time. */
export const ScheduleState = z.enum(['waiting', 'due', 'failed'])
export type ScheduleState = z.output<typeof ScheduleState>

/** A message that is said for me at its time. Once it is said its row is gone, and the message is there. */
export const Scheduled = z.object({
  kind: z.literal('message'),
  state: ScheduleState,
  at: When,
  roomId: Id,
  content: Said,
  threadId: z.optional(Id),
  replyTo: z.optional(Id),
  alsoToRoom: z.optional(z.boolean()),
  expiresAfter: z.optional(z.int()),
  /** Why it was refused: the code of that fault. */
  code: z.optional(z.string()),
})
export type Scheduled = z.output<typeof Scheduled>

/** What I am reminded of: a message, a note of mine, or both. */
export const Reminder = z.object({
  kind: z.literal('reminder'),
  state: ScheduleState,
  at: When,
  /** The message, and its room. */
  messageId: z.optional(Id),
  roomId: z.optional(Id),
  note: z.string(),
})
export type Reminder = z.output<typeof Reminder>

export const Schedule = z.discriminatedUnion('kind', [Scheduled, Reminder])
export type Schedule = z.output<typeof Schedule>

/** My messages and reminders by their ids. */
export const scheduleRows = ownKind<Schedule>('schedules', Schedule)

export const schedules = contract('schedules', {
  faults: {
    too_soon: [409, 'This time is too near, or over.'],
    too_far: [409, 'At most a year ahead can be planned.'],
    too_many_schedules: [409, 'At most 200 messages and reminders wait at once.'],
    under_way: [409, 'It is being sent at this moment.'],
    not_a_message: [409, 'Only a message can be sent now; this is a reminder.'],
    not_a_reminder: [409, 'Only a reminder has a note; this is a message.'],
  },
  routes: {
    create: route({
      type: 'schedule_message',
      http: 'POST /schedules',
      access: 'user',
      limit: '60/min',
      summary: 'Say something later, in a room of mine. With the same clientId a resend is the same one.',
      input: z.object({
        roomId: Id,
        content: Content,
        at: When,
        threadId: z.optional(Id),
        replyTo: z.optional(Id),
        /** As of a message that is sent at once. */
        alsoToRoom: z.optional(z.boolean()),
        expiresAfter: z.optional(z.int().check(z.minimum(5), z.maximum(7 * 24 * 3600))),
        clientId: z.optional(ClientId),
      }),
      output: OwnRow,
      faults: ['too_soon', 'too_far', 'too_many_schedules'],
    }),
    remind: route({
      type: 'remind_me',
      http: 'POST /reminders',
      access: 'user',
      limit: '60/min',
      summary: 'Remind me of a message, or of a note. With the same clientId a resend is the same one.',
      input: z.object({
        messageId: z.optional(Id),
        note: z._default(lines(longestNote), ''),
        at: When,
        clientId: z.optional(ClientId),
      }),
      output: OwnRow,
      faults: ['too_soon', 'too_far', 'too_many_schedules'],
    }),
    update: route({
      type: 'update_schedule',
      http: 'PATCH /schedules/:scheduleId',
      access: 'user',
      limit: '120/min',
      summary: 'Change the time, the content or the note. A new time makes what failed or is due wait again.',
      input: z.object({
        scheduleId: Id,
        at: z.optional(When),
        content: z.optional(Content),
        note: z.optional(lines(longestNote)),
      }),
      output: OwnRow,
    }),
    cancel: route({
      type: 'cancel_schedule',
      http: 'DELETE /schedules/:scheduleId',
      access: 'user',
      limit: '120/min',
      summary: 'Take a message or a reminder back. Repeating it changes nothing.',
      input: z.object({ scheduleId: Id }),
      output: OwnRow,
      faults: ['under_way'],
    }),
    sendNow: route({
      type: 'send_scheduled',
      http: 'POST /schedules/:scheduleId/now',
      access: 'user',
      limit: '60/min',
      summary: 'Say a planned message now. The answer tells what became of it: gone once it is said.',
      input: z.object({ scheduleId: Id }),
      output: OwnRow,
      faults: ['under_way', 'not_a_message'],
    }),
    list: route({
      type: 'list_schedules',
      http: 'GET /schedules',
      access: 'self',
      limit: '240/min',
      summary: 'My planned messages and reminders, the soonest first.',
      input: z.object({ ...Paging }),
      output: page(OwnRow),
      faults: [],
    }),
  },
  pushes: {},
  shapes: { Schedule },
})
