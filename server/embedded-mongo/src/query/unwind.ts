import { Long } from 'bson'
import type { Stage } from './aggregate'
import { type Document, getField, setField } from './bson'
import { located } from './fault'
import { isDocument } from './types'

/** Compiles `$unwind`: one document for each element; a value that is no array counts as one element. */
export function compileUnwind(argument: unknown): Stage {
  const options = isDocument(argument) ? argument : { path: argument }
  const stranger = Object.keys(options).find(
    name => !['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'].includes(name),
  )
  if (stranger !== undefined) throw located(28811, `unrecognized option to $unwind stage: ${stranger}`)
  const { path, preserveNullAndEmptyArrays: preserve = false, includeArrayIndex: indexName } = options
  if (typeof path !== 'string') throw located(28808, 'expected a string as the path for $unwind stage')
  if (!path.startsWith('$') || path.startsWith('$$'))
    throw located(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  if (typeof preserve !== 'boolean')
    throw located(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage')
  if (indexName !== undefined && (typeof indexName !== 'string' || indexName === ''))
    throw located(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage')
  if (typeof indexName === 'string' && indexName.startsWith('$'))
    throw located(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${indexName}`,
    )
  const parts = path.slice(1).split('.')
  return documents =>
    documents.flatMap(document => unwind(document, parts, preserve, indexName as string | undefined))
}

function unwind(
  document: Document,
  path: string[],
  preserve: boolean,
  indexName: string | undefined,
): Document[] {
  const value = path.reduce<unknown>(
    (holder, name) => (isDocument(holder) ? getField(holder, name) : undefined),
    document,
  )
  const indexed = (result: Document, index: number | null) =>
    indexName === undefined
      ? result
      : withField(result, indexName.split('.'), index === null ? null : Long.fromNumber(index))
  if (Array.isArray(value) && value.length > 0) {
    return value.map((element, index) => indexed(withField(document, path, element), index))
  }
  const isNothing = value === undefined || value === null || Array.isArray(value)
  if (isNothing && !preserve) return []
  return [indexed(Array.isArray(value) ? withField(document, path, undefined) : document, null)]
}

function withField(document: Document, path: string[], value: unknown): Document {
  const [name, ...rest] = path as [string, ...string[]]
  const result = { ...document }
  const inner = getField(result, name)
  const next = rest.length === 0 ? value : withField(isDocument(inner) ? inner : {}, rest, value)
  if (next === undefined) delete result[name]
  else setField(result, name, next)
  return result
}
