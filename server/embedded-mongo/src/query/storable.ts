import { ObjectId } from 'bson'
import type { Document } from './bson'
import { mongoFault } from './fault'
import { isDocument, typeName } from './types'

const MAX_DEPTH = 100

/** The document as it will be stored: `_id` first, made when absent; an `_id` or a depth that cannot be is refused. */
export function documentForInsert(document: Document): Document {
  refuseDepth(document)
  if (document._id === undefined) return { _id: new ObjectId(), ...document }
  refuseId(document._id)
  if (Object.keys(document)[0] === '_id') return document
  const { _id, ...rest } = document
  return { _id, ...rest }
}

function refuseId(id: unknown): void {
  const type = typeName(id)
  if (type === 'array' || type === 'regex') {
    throw mongoFault(53, 'InvalidIdField', `The '_id' value cannot be of type ${type}`)
  }
  const dollar = isDocument(id) ? Object.keys(id).find(name => name.startsWith('$')) : undefined
  if (dollar === undefined || ['$ref', '$id', '$db'].includes(dollar)) return
  throw mongoFault(
    52,
    'DollarPrefixedFieldName',
    `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
  )
}

function refuseDepth(value: unknown, depth = 1): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH + 1)
    throw mongoFault(15, 'Overflow', `document exceeds the maximum of ${MAX_DEPTH} nested levels`)
  if (Array.isArray(value)) for (const element of value) refuseDepth(element, depth + 1)
  else if (isDocument(value)) for (const name of Object.keys(value)) refuseDepth(value[name], depth + 1)
}
