/** Facets: the small slices of a message that later capabilities own (PROTOCOL.md 4). */
import type * as z from 'zod/mini'

/** One capability's slice of a message. */
export interface Facet<T> {
  name: string
  schema: z.ZodMiniType<T>
  /** What a message has before anyone writes the slice. */
  empty: T
  /** The slice's largest size as JSON. */
  maxBytes: number
  /** Reads the slice of a message. */
  of: (message: { facets: Record<string, unknown> }) => T
}

/** Declares a slice; `maxBytes` is at most 4096. */
export function facet<T>(
  name: string,
  schema: z.ZodMiniType<T>,
  { empty, maxBytes = 4096 }: { empty: T; maxBytes?: number },
): Facet<T> {
  if (maxBytes > 4096) throw new Error(`${name}: a facet holds at most 4,096 bytes`)
  return { name, schema, empty, maxBytes, of: message => (message.facets[name] as T | undefined) ?? empty }
}
