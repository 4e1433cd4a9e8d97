/** A schema as people read it: in the notation of TypeScript, its bounds beside it. */
import { type Schema, schemaPlace } from './schemas'

const deepest = 8

/** The type in words; objects over several lines, each field's bounds after `//`. */
export function shapeOf(schema: Schema, indent = ''): string {
  if (indent.length > deepest * 2) return '…'
  if (typeof schema.$ref === 'string') return schema.$ref.slice(schemaPlace.length)
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map(one => JSON.stringify(one)).join(' | ')
  const branches = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Schema[] | undefined
  if (branches)
    return branches.map(one => shapeOf(one, indent)).join(schema.allOf && !schema.anyOf ? ' & ' : ' | ')
  if (Array.isArray(schema.type))
    return schema.type.map(type => shapeOf({ ...schema, type }, indent)).join(' | ')
  if (schema.type === 'array') return arrayOf(schema, indent)
  if (schema.type === 'object') return objectOf(schema, indent)
  if (schema.type === 'integer') return 'integer'
  return typeof schema.type === 'string' ? schema.type : 'unknown'
}

/** The fields of an object, one a line, without the braces. */
export function fieldsOf({ properties = {}, required = [] }: Schema, indent = ''): string[] {
  return Object.entries(properties as Record<string, Schema>).map(([name, field]) => {
    const isRequired = (required as string[]).includes(name)
    const bounds = boundsOf(field)
    return `${indent}${name}${isRequired ? '' : '?'}: ${shapeOf(field, indent)}${bounds ? `  // ${bounds}` : ''}`
  })
}

function objectOf(schema: Schema, indent: string): string {
  const fields = fieldsOf(schema, `${indent}  `)
  if (fields.length > 0) return `{\n${fields.join('\n')}\n${indent}}`
  const values = schema.additionalProperties as Schema | boolean | undefined
  if (typeof values !== 'object') return '{}'
  const names = schema.propertyNames ? shapeOf(schema.propertyNames as Schema, indent) : 'string'
  return `Record<${names}, ${shapeOf(values, indent)}>`
}

function arrayOf(schema: Schema, indent: string): string {
  const item = shapeOf((schema.items ?? {}) as Schema, indent)
  return item.includes(' | ') || item.includes(' & ') ? `(${item})[]` : `${item}[]`
}

/** What a value must keep to, in a few words; empty where there is nothing to say. */
function boundsOf(schema: Schema): string {
  const said: string[] = []
  const inner = innerOf(schema)
  said.push(range(inner.minLength, inner.maxLength, ' characters'))
  said.push(range(inner.minItems, inner.maxItems, ' of them'))
  said.push(range(inner.minimum, inner.maximum, ''))
  if (typeof inner.format === 'string' && !/^(safeint|int32|int64)$/.test(inner.format))
    said.push(inner.format)
  if (schema.default !== undefined) said.push(`default ${JSON.stringify(schema.default)}`)
  return said.filter(Boolean).join(', ')
}

/** The one branch beside null, where there is one. */
function innerOf(schema: Schema): Schema {
  const branches = ((schema.anyOf ?? []) as Schema[]).filter(one => one.type !== 'null')
  return branches.length === 1 ? branches[0]! : schema
}

function range(from: unknown, to: unknown, of: string): string {
  const low = typeof from === 'number' && Math.abs(from) < Number.MAX_SAFE_INTEGER ? from : undefined
  const high = typeof to === 'number' && Math.abs(to) < Number.MAX_SAFE_INTEGER ? to : undefined
  if (low === undefined && high === undefined) return ''
  if (low === undefined || (low === 0 && of !== '')) return high === undefined ? '' : `at most ${high}${of}`
  return high === undefined ? `at least ${low}${of}` : `${low}–${high}${of}`
}
