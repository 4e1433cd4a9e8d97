/** Query strings carry text only; a contract says which of its fields are numbers or truths. */
import type { ParsedUrlQuery } from 'node:querystring'
import type * as z from 'zod/mini'

/** Turns the query's text into the kinds that the input declares; what does not fit is left for it to refuse. */
export function fromText(input: z.ZodMiniObject, query: ParsedUrlQuery): Record<string, unknown> {
  const shape = input._zod.def.shape as Record<string, z.core.$ZodType>
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    const kind = Object.hasOwn(shape, name) ? kindOf(shape[name]!) : 'string'
    if (kind === 'number' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
      fields[name] = Number(value)
    else if (kind === 'boolean' && (value === 'true' || value === 'false')) fields[name] = value === 'true'
    else fields[name] = value
  }
  return fields
}

/** The kind inside `optional`, `nullable` and defaults. */
function kindOf(schema: z.core.$ZodType): string {
  const def = schema._zod.def as { type: string; innerType?: z.core.$ZodType }
  return def.innerType ? kindOf(def.innerType) : def.type
}
