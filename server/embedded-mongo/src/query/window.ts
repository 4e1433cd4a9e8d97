import { assign } from './add-fields'
import type { Stage } from './aggregate'
import type { Document } from './bson'
import { compareBson, sortDocuments } from './compare'
import { evaluator } from './expression'
import type { Evaluate } from './expression-values'
import { failedToParse, located, typeMismatch } from './fault'
import { encodeField } from './keys'
import { checkSort } from './stages-plain'
import { isDocument, typeName } from './types'
import { compileWindowFunction } from './window-functions'

const OPTIONS = ['partitionBy', 'sortBy', 'output']

/**
 * Compiles `$setWindowFields`: documents come out by partition in BSON order of its key, then by `sortBy`, each with
 * the values that functions give it from its neighbours in the partition.
 */
export function compileSetWindowFields(argument: unknown): Stage {
  const { partitionBy, sortBy, output } = checkSpecification(argument)
  const sort = sortBy === undefined ? undefined : checkSort(sortBy)
  const fields = Object.entries(output).map(([path, specification]) => ({
    path: checkPath(path),
    evaluate: compileWindowFunction(path, specification, sort),
  }))
  refuseCollisions(Object.keys(output))
  const keyOf = partitionBy === undefined ? undefined : evaluator(partitionBy)
  return (documents, _, variables) =>
    partitions(documents, keyOf, variables).flatMap(members => {
      const partition = sort ? sortDocuments(members, sort) : members
      const columns = fields.map(({ evaluate }) => evaluate(partition, variables))
      return partition.map((document, position) =>
        fields.reduce(
          (result, { path }, index) => assign(result, path, columns[index]?.[position]) as Document,
          document,
        ),
      )
    })
}

function checkSpecification(argument: unknown): { partitionBy: unknown; sortBy: unknown; output: Document } {
  if (!isDocument(argument)) {
    const found = typeName(argument)
    throw failedToParse(`the $setWindowFields stage specification must be an object, found ${found}`)
  }
  const stranger = Object.keys(argument).find(name => !OPTIONS.includes(name))
  if (stranger !== undefined)
    throw located(40415, `BSON field '$setWindowFields.${stranger}' is an unknown field.`)
  const { partitionBy, sortBy, output } = argument
  if (output === undefined)
    throw located(40414, "BSON field '$setWindowFields.output' is missing but a required field")
  for (const [name, value] of Object.entries({ sortBy, output })) {
    if (value !== undefined && !isDocument(value))
      throw typeMismatch(
        `BSON field '$setWindowFields.${name}' is the wrong type '${typeName(value)}', expected type 'object'`,
      )
  }
  return { partitionBy, sortBy, output: output as Document }
}

function checkPath(path: string): string[] {
  const parts = path.split('.')
  if (parts.includes('')) throw located(15998, 'FieldPath field names may not be empty strings.')
  if (parts.some(part => part.startsWith('$')))
    throw located(
      16410,
      "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
    )
  return parts
}

function refuseCollisions(paths: string[]): void {
  const clash = paths.some(path => paths.some(other => other.startsWith(`${path}.`)))
  if (clash) throw located(6307900, "$setWindowFields 'output' specification contains two conflicting paths")
}

// Missing and null are one partition.
function partitions(documents: Document[], keyOf: Evaluate | undefined, variables: Document): Document[][] {
  if (!keyOf) return documents.length > 0 ? [documents] : []
  const groups = new Map<string, { key: unknown; members: Document[] }>()
  for (const document of documents) {
    const key = keyOf(document, variables) ?? null
    if (Array.isArray(key))
      throw typeMismatch('An expression used to partition cannot evaluate to value of type array')
    const text = encodeField(key, 1).toString('latin1')
    const group = groups.get(text)
    if (group) group.members.push(document)
    else groups.set(text, { key, members: [document] })
  }
  return [...groups.values()].sort((a, b) => compareBson(a.key, b.key)).map(({ members }) => members)
}
