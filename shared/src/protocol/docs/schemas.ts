/** The contracts' types as JSON Schema 2020-12, the shared ones by name. */
import * as z from 'zod/mini'
import type { Contract } from '../contract'
import { ClientId, Counter, Cursor, Id, When } from '../fields'

/** A JSON Schema; references point into `#/components/schemas/`. */
export type Schema = { [keyword: string]: any }

/** Where named schemas stand in the OpenAPI document. */
export const schemaPlace = '#/components/schemas/'

/** Turns types into schemas, and gathers the named ones that were met on the way. */
export interface Schemas {
  /** What a caller sends: defaults may be left out. */
  input: (type: z.ZodMiniType) => Schema
  /** What the server sends. */
  output: (type: z.ZodMiniType) => Schema
  named: Record<string, Schema>
}

const fields = { Id, ClientId, When, Counter, Cursor }

/** Opens the names of the field types and of every contract's shapes; a name taken twice throws. */
export function openSchemas(contracts: readonly Contract[]): Schemas {
  const named: Record<string, Schema> = {}
  const inputs = registryOf(fields)
  const outputs = registryOf(fields, ...contracts.map(one => one.shapes ?? {}))
  const convert = (type: z.ZodMiniType, io: 'input' | 'output'): Schema => {
    // Wrapped, so that a named type is a reference even where it is the whole answer.
    const whole = z.toJSONSchema(z.object({ value: type }), {
      metadata: io === 'input' ? inputs : outputs,
      unrepresentable: 'any',
      io,
      override: ({ jsonSchema }) => {
        // Of an answer a device ignores what it does not know: later versions may say more.
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties
      },
    })
    const { $defs = {}, properties } = moved(whole)
    Object.assign(named, $defs)
    return properties.value as Schema
  }
  return { input: type => convert(type, 'input'), output: type => convert(type, 'output'), named }
}

function registryOf(...groups: Readonly<Record<string, z.ZodMiniType>>[]) {
  const registry = z.registry<{ id: string }>()
  const taken = new Map<string, unknown>()
  for (const [id, type] of groups.flatMap(group => Object.entries(group))) {
    if (taken.has(id) && taken.get(id) !== type) throw new Error(`two shapes are called ${id}`)
    if (!taken.has(id)) registry.add(type, { id })
    taken.set(id, type)
  }
  return registry
}

const moved = (schema: unknown): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${schemaPlace}`)) as Schema
