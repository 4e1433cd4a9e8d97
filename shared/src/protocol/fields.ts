/** The field types that every contract is made of. */
import * as z from 'zod/mini'

/** An opaque id: a device may store and compare it, never read anything into it. */
export const Id = z.string().check(z.regex(/^[\w-]{1,64}$/))
export type Id = string

/** Made by the device before its first try and kept for every retry: 16–36 characters, unique per person. */
export const ClientId = z.string().check(z.regex(/^[\w-]{16,36}$/))

/** A time on the wire: ISO 8601 in UTC. */
export const When = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/))
export type When = string

/** A value of a room's counter (PROTOCOL.md 4): a whole number from 0. */
export const Counter = z.int().check(z.nonnegative())

/** An opaque place in a list; only the server reads it. */
export const Cursor = z.string().check(z.minLength(1), z.maxLength(512))

/** What every list takes: the cursor of the previous page and a size of 1–100. */
export const Paging = {
  cursor: z.optional(Cursor),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
}

/** What every list answers: one page and the cursor of the next, null at the end. */
export const page = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), next: z.nullable(Cursor) })
export interface Page<T> {
  items: T[]
  next: string | null
}

/** Whole characters only: no NUL, and no half of a surrogate pair, which would come back from a store as another. */
export const whole = z.regex(/^[^\0\p{Cs}]*$/u)

/** A line a person typed: trimmed, `min`–`max` characters, no control characters. */
export const line = (min: number, max: number) =>
  z.string().check(z.trim(), z.minLength(min), z.maxLength(max), z.regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u))

/** Several lines a person typed: trimmed, at most `max` characters, no control characters but the end of a line. */
export const lines = (max: number) =>
  z.string().check(z.trim(), z.maxLength(max), z.regex(/^(?:[^\p{Cc}\p{Cs}]|\n)*$/u))

/** The answer of a route that has nothing to tell. */
export const Nothing = z.null()
