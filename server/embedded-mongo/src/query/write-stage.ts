import type { Document } from './bson'
import { compilePipeline } from './aggregate'
import { variableName } from './expression-control'
import { evaluator } from './expression'
import { badValue, located, mongoFault, typeMismatch } from './fault'
import { isDocument, typeName } from './types'

/** Where the results of a pipeline go instead of to the client. */
export type Target = { database?: string; collection: string }

/** What happens to a document of the target that a result meets. */
export type WhenMatched = 'replace' | 'keepExisting' | 'merge' | 'fail' | unknown[]

/** `$out` and `$merge`, read and found to be in order. */
export type WriteStage =
  | { kind: '$out'; target: Target }
  | {
      kind: '$merge'
      target: Target
      on: string[]
      whenMatched: WhenMatched
      whenNotMatched: 'insert' | 'discard' | 'fail'
      /** The variables of a `whenMatched` pipeline for one result. */
      bind: (result: Document, variables: Document) => Document
    }

/** Tells whether a stage writes, so that it may only stand last in a command's pipeline. */
export const isWriteStage = (name: string): boolean => name === '$out' || name === '$merge'

/** Takes a writing stage off the end of a pipeline. */
export function splitTrailingWrite(pipeline: unknown[]): { stages: unknown[]; write?: WriteStage } {
  const last = pipeline.at(-1)
  const [name, ...others] = isDocument(last) ? Object.keys(last) : []
  if (name === undefined || others.length > 0 || !isWriteStage(name)) return { stages: pipeline }
  const argument = (last as Document)[name]
  return {
    stages: pipeline.slice(0, -1),
    write: name === '$out' ? readOut(argument) : readMerge(argument),
  }
}

function readOut(argument: unknown): WriteStage {
  if (typeof argument !== 'string' && !isDocument(argument))
    throw located(16990, `$out only supports a string or object argument, but found ${typeName(argument)}`)
  const target = readTarget('$out', argument)
  if (target.collection.startsWith('system.'))
    throw located(17385, `Can't $out to special collection: ${target.collection}`)
  if (isInternal(target.database)) throw located(31321, `Can't $out to internal database: ${target.database}`)
  return { kind: '$out', target }
}

const isInternal = (database: string | undefined): boolean =>
  database !== undefined && ['admin', 'config', 'local'].includes(database)

function readTarget(field: string, value: unknown): Target {
  if (typeof value === 'string') return { collection: nonEmpty(field, value) }
  if (!isDocument(value))
    throw typeMismatch(`BSON field '${field}' is the wrong type, expected types '[string, object]'`)
  if (field === '$out' && 'timeseries' in value)
    throw mongoFault(238, 'NotImplemented', 'time-series collections are not supported here')
  refuseStrangers(field, value, ['db', 'coll'])
  const { db, coll } = value
  if (coll === undefined || (field === '$out' && db === undefined)) {
    const missing = coll === undefined ? 'coll' : 'db'
    throw located(40414, `BSON field '${field}.${missing}' is missing but a required field`)
  }
  if (typeof coll !== 'string' || (db !== undefined && typeof db !== 'string'))
    throw typeMismatch(`BSON fields '${field}.db' and '${field}.coll' must be of type 'string'`)
  return { collection: nonEmpty(field, coll), ...(db !== undefined && { database: nonEmpty(field, db) }) }
}

function nonEmpty(field: string, name: string): string {
  if (name !== '') return name
  throw mongoFault(73, 'InvalidNamespace', `Invalid ${field} target namespace: ''`)
}

function refuseStrangers(field: string, value: Document, known: string[]): void {
  const stranger = Object.keys(value).find(name => !known.includes(name))
  if (stranger !== undefined) throw located(40415, `BSON field '${field}.${stranger}' is an unknown field.`)
}

function readMerge(argument: unknown): WriteStage {
  if (typeof argument !== 'string' && !isDocument(argument))
    throw typeMismatch(`$merge requires a string or object argument, but found ${typeName(argument)}`)
  const options = typeof argument === 'string' ? { into: argument } : argument
  refuseStrangers('$merge', options, ['into', 'on', 'let', 'whenMatched', 'whenNotMatched'])
  const { into, on, let: bindings, whenMatched = 'merge', whenNotMatched = 'insert' } = options as Document
  if (into === undefined) throw located(40414, "BSON field '$merge.into' is missing but a required field")
  const target = readTarget('$merge.into', into)
  if (target.collection.startsWith('system.'))
    throw located(31319, `Cannot $merge to special collection: ${target.collection}`)
  if (isInternal(target.database))
    throw located(31320, `Cannot $merge to internal database: ${target.database}`)
  const matched = readWhenMatched(whenMatched)
  const notMatched = readWhenNotMatched(whenNotMatched)
  if (!Array.isArray(matched) && ['keepExisting', 'fail'].includes(matched) && notMatched !== 'insert') {
    const modes = `'whenMatched: ${matched}' and 'whenNotMatched: ${notMatched}'`
    throw located(51181, `Combination of $merge modes ${modes} is not supported`)
  }
  return {
    kind: '$merge',
    target,
    on: readOn(on),
    whenMatched: matched,
    whenNotMatched: notMatched,
    bind: readBindings(bindings, matched),
  }
}

function readWhenMatched(value: unknown): WhenMatched {
  if (Array.isArray(value)) {
    compilePipeline(value, 'update')
    return value
  }
  if (typeof value !== 'string')
    throw located(
      51191,
      `$merge 'whenMatched' field must be either a string or an array, but found ${typeName(value)}`,
    )
  if (['replace', 'keepExisting', 'merge', 'fail'].includes(value)) return value as WhenMatched
  throw badValue(`Enumeration value '${value}' for field '$merge.whenMatched' is not a valid value.`)
}

function readWhenNotMatched(value: unknown): 'insert' | 'discard' | 'fail' {
  if (value === 'insert' || value === 'discard' || value === 'fail') return value
  if (typeof value !== 'string')
    throw typeMismatch(
      `BSON field '$merge.whenNotMatched' is the wrong type '${typeName(value)}', expected type 'string'`,
    )
  throw badValue(`Enumeration value '${value}' for field '$merge.whenNotMatched' is not a valid value.`)
}

function readOn(on: unknown): string[] {
  if (on === undefined) return ['_id']
  if (typeof on === 'string') return [on]
  if (!Array.isArray(on))
    throw located(
      51186,
      `$merge 'on' field  must be either a string or an array of strings, but found ${typeName(on)}`,
    )
  if (on.length === 0)
    throw located(51187, "If explicitly specifying $merge 'on', must include at least one field")
  const stranger: unknown = on.find(field => typeof field !== 'string')
  if (stranger !== undefined)
    throw located(51134, `$merge 'on' array elements must be strings, but found ${typeName(stranger)}`)
  const fields = on as string[]
  const twice = fields.find((field, index) => fields.indexOf(field) !== index)
  if (twice !== undefined) throw located(31465, `Found a duplicate field '${twice}'`)
  return fields
}

function readBindings(
  bindings: unknown,
  matched: WhenMatched,
): (result: Document, variables: Document) => Document {
  if (bindings !== undefined && !Array.isArray(matched))
    throw located(51199, `Cannot use 'let' variables with 'whenMatched: ${matched}' mode`)
  if (bindings !== undefined && !isDocument(bindings))
    throw typeMismatch(
      `BSON field '$merge.let' is the wrong type '${typeName(bindings)}', expected type 'object'`,
    )
  const { new: own = '$$ROOT', ...rest } = (bindings ?? {}) as Document
  if (own !== '$$ROOT')
    throw located(51273, "'let' may not define a value for the reserved 'new' variable other than '$$ROOT'")
  const others = Object.entries(rest).map(([name, value]) => ({
    name: variableName(name),
    evaluate: evaluator(value),
  }))
  return (result, variables) => ({
    ...variables,
    new: result,
    ...Object.fromEntries(others.map(({ name, evaluate }) => [name, evaluate(result, variables)])),
  })
}
