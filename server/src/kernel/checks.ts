/** Check points: where an earlier capability asks later ones before it acts. */
import { fault, Fault } from '@community-chat/shared/protocol/faults'
import type { Context } from './context'

/** What a check may answer. `hold` lets the subject through, to be shown only to its author for now. */
export type Answer<T> =
  | { answer: 'allow' }
  | { answer: 'refuse'; fault: Fault }
  | { answer: 'replace'; value: T }
  | { answer: 'hold'; value: T }

/** A place to be asked. `within` in milliseconds; on failure an `open` one allows, a `closed` one refuses. */
export interface CheckPoint<T> {
  name: string
  order: readonly string[]
  within: number
  onFailure: 'open' | 'closed'
  /** Only for the compiler: what is being checked. */
  subject?: T
}

/** One answer to a check point; `name` is its place in the point's order. */
export interface Check {
  point: CheckPoint<any>
  name: string
  ask: (ctx: Context, subject: any) => Promise<Answer<any>> | Answer<any>
}

/** Declares a check point; checks whose names stand in `order` run first, in that order. */
export const checkPoint = <T>(
  name: string,
  {
    order = [],
    within = 800,
    onFailure = 'closed',
  }: Partial<Pick<CheckPoint<T>, 'order' | 'within' | 'onFailure'>> = {},
): CheckPoint<T> => ({ name, order, within, onFailure })

/** Registers an answer to a check point. */
export const before = <T>(
  point: CheckPoint<T>,
  name: string,
  ask: (ctx: Context, subject: T) => Promise<Answer<T>> | Answer<T>,
): Check => ({ point, name, ask })

const checks = new Map<string, Check[]>()

/** Registers what a capability wants to be asked. */
export function registerChecks(all: Check[]): void {
  for (const one of all) {
    const rank = (check: Check) => one.point.order.indexOf(check.name) + 1 || one.point.order.length + 1
    const sorted = [...(checks.get(one.point.name) ?? []), one].sort((a, b) => rank(a) - rank(b))
    checks.set(one.point.name, sorted)
  }
}

/** Asks everyone; answers the subject as the last of them left it, or throws the first refusal. */
export async function ask<T>(
  ctx: Context,
  point: CheckPoint<T>,
  subject: T,
): Promise<{ value: T; held: boolean }> {
  let value = subject
  let held = false
  for (const check of checks.get(point.name) ?? []) {
    const given = await timed(ctx, check, value)
    if (given.answer === 'refuse') throw given.fault
    if (given.answer === 'replace' || given.answer === 'hold') value = given.value
    if (given.answer === 'hold') held = true
  }
  return { value, held }
}

async function timed<T>(ctx: Context, check: Check, value: T): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${check.point.within} ms`)),
      check.point.within,
    )
  })
  try {
    return await Promise.race([check.ask(ctx, value), late])
  } catch (error) {
    if (error instanceof Fault) return { answer: 'refuse', fault: error }
    ctx.log.error({ err: error, check: check.name, point: check.point.name }, 'a check failed')
    return check.point.onFailure === 'open'
      ? { answer: 'allow' }
      : { answer: 'refuse', fault: fault('unavailable') }
  } finally {
    clearTimeout(timer)
  }
}
