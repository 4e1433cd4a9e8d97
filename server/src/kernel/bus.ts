/** Events: how a capability tells later ones what happened. */
import type { Model } from 'mongoose'
import type { Context } from './context'
import type { Log } from './log'

/** Something that happened. With a `carrier` its document remembers which durable listeners are still to do. */
export interface Event<T> {
  name: string
  carrier?: Carrier<T>
}

/** The documents that carry an event, and how to read its payload back from one. */
export interface Carrier<T> {
  model: () => Model<any>
  payload: (doc: any) => T
}

/** Declares an event; without a carrier it is a hint that a crash may lose. */
export const event = <T>(name: string, carrier?: Carrier<T>): Event<T> => ({ name, carrier })

/** What a listener does; a durable one may run twice for the same event. */
export type Listener<T> = (ctx: Context, payload: T) => Promise<unknown> | unknown

/** One capability's interest in an event. */
export interface Subscription {
  event: Event<any>
  listener: Listener<any>
  /** The name kept in the carrier's `todo` until the listener is through. */
  durable?: string
}

/** Listens to an event as a hint. */
export const when = <T>(event: Event<T>, listener: Listener<T>): Subscription => ({ event, listener })

/** Listens to an event so that it is done at least once, whatever dies in between. */
export const always = <T>(event: Event<T>, durable: string, listener: Listener<T>): Subscription => ({
  event,
  listener,
  durable,
})

const subscriptions = new Map<string, Subscription[]>()

/** Registers what a capability listens to, in the order of the list. */
export function subscribe(all: Subscription[]): void {
  for (const one of all) {
    if (one.durable && !one.event.carrier) throw new Error(`${one.durable}: ${one.event.name} has no carrier`)
    const others = subscriptions.get(one.event.name) ?? []
    subscriptions.set(one.event.name, [...others, one])
  }
}

/** The `todo` that a carrier document is written with, so that nothing is forgotten. */
export const todoFor = (event: Event<any>): string[] =>
  (subscriptions.get(event.name) ?? []).flatMap(one => one.durable ?? [])

/** Every durable subscription, for the sweep. */
export const durableSubscriptions = (): Subscription[] =>
  [...subscriptions.values()].flat().filter(one => one.durable)

/** Runs all listeners of an event one after the other; failures are logged, durable ones are tried again later. */
export async function raise<T>(ctx: Context, event: Event<T>, payload: T, carrierId?: string): Promise<void> {
  for (const one of subscriptions.get(event.name) ?? []) await run(ctx, one, payload, carrierId)
}

/** Runs one listener and, when it is durable and through, crosses it off its carrier. */
export async function run(
  ctx: Context,
  one: Subscription,
  payload: unknown,
  carrierId?: string,
): Promise<void> {
  try {
    await one.listener(ctx, payload)
    if (one.durable && carrierId !== undefined) {
      await one.event.carrier!.model().updateOne({ _id: carrierId }, { $pull: { todo: one.durable } })
    }
  } catch (error) {
    report(ctx.log, one, error)
  }
}

function report(log: Log, one: Subscription, error: unknown): void {
  log.error({ err: error, event: one.event.name, listener: one.durable ?? 'hint' }, 'a listener failed')
}
