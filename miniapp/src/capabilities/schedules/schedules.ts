/** What I planned, on the device: the rows, and what can be done with them. */
import {
  type Schedule,
  scheduleRows,
  schedules,
  type ScheduleState,
} from '@community-chat/shared/capabilities/schedules/contract'
import type { Content } from '@community-chat/shared/capabilities/messages/content'
import type { Input, Route } from '@community-chat/shared/protocol/contract'
import type { Saying } from '@community-chat/shared/protocol/outbox'
import type { OwnRow } from '@community-chat/shared/protocol/own'
import { useMemo } from 'react'
import { call } from '../../kernel/client'
import { theDevice, useDevice } from '../../kernel/device'

const { routes } = schedules
const none: Readonly<Record<string, Schedule>> = {}

export type Planned = Schedule & { id: string }

/** The rows as the device has them, by id. */
export const useRows = () => useDevice(({ replica }) => scheduleRows.of(replica.own), none)

/** All that I planned, the soonest first. */
export function useSchedules(): Planned[] {
  const rows = useRows()
  return useMemo(() => inOrder(rows), [rows])
}

/** Rows by time. Pure. */
export const inOrder = (rows: Readonly<Record<string, Schedule>>): Planned[] =>
  Object.entries(rows)
    .map(([id, row]) => ({ id, ...row }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1))

/** How many want something of me: those that are due, and those that failed. */
export const useAttention = (): number => useSchedules().filter(({ state }) => state !== 'waiting').length

/** Those of which one state became another between two looks; `known` false: there was no look before. Pure. */
export const turned = (
  before: Readonly<Record<string, Schedule>>,
  now: Readonly<Record<string, Schedule>>,
  state: ScheduleState,
): Planned[] => inOrder(now).filter(one => one.state === state && before[one.id]?.state === 'waiting')

/** What was said or noted in one line; empty where it is no text. */
export const textOf = (one: Schedule): string =>
  one.kind === 'reminder' ? one.note : 'text' in one.content ? one.content.text : ''

/** Says something later. With the same `clientId` it is the same one. */
export const plan = (roomId: string, saying: Saying, at: number, clientId: string) =>
  run(routes.create, { ...saying, content: saying.content as Content, roomId, at: iso(at), clientId })

/** Reminds me of a message or a note. With the same `clientId` it is the same one. */
export const remind = (what: { messageId?: string; note?: string }, at: number, clientId: string) =>
  run(routes.remind, { ...what, at: iso(at), clientId })

/** Gives it another time: what was due or failed waits again. */
export const move = (scheduleId: string, at: number) => run(routes.update, { scheduleId, at: iso(at) })

/** Changes the words of a message or a note; whom they call stays called where their names still stand. */
export function rewrite(one: Planned, text: string): Promise<OwnRow> {
  const scheduleId = one.id
  if (one.kind === 'reminder') return run(routes.update, { scheduleId, note: text })
  const { mentions, text: before } = one.content as { text: string; mentions?: [] }
  const content = {
    type: 'text' as const,
    text,
    ...(mentions && { mentions: stillIn(text, before, mentions) }),
  }
  return run(routes.update, { scheduleId, content })
}

/** The spans that say the same in a changed text. Pure. */
export const stillIn = <T extends { at: number; length: number }>(
  text: string,
  before: string,
  spans: readonly T[],
): T[] => spans.filter(({ at, length }) => text.slice(at, at + length) === before.slice(at, at + length))

export const sendNow = (scheduleId: string) => run(routes.sendNow, { scheduleId })
export const cancel = (scheduleId: string) => run(routes.cancel, { scheduleId })

const iso = (at: number) => new Date(at).toISOString()

async function run<R extends Route<any, any>>(route: R, input: Input<R>): Promise<OwnRow> {
  const row = (await call(route, input)) as OwnRow
  theDevice()?.takeOwn(scheduleRows.name, [row])
  return row
}
