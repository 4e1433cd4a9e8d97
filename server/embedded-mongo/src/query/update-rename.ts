import { showValue } from '../show'
import { type Document, getField } from './bson'
import { badValue, mongoFault } from './fault'
import { isPosition, plainValue } from './path'
import { isDocument } from './types'
import { isPlaceholder, type Leaf, REMOVED, updatePath } from './update-tree'

/** Makes the two leaves of one `$rename`: the old place is emptied, the new one takes its value; of nothing, nothing. */
export function compileRename(argument: unknown, path: string): Leaf[] {
  const from = updatePath(path)
  const shown = `${path}: ${showValue(argument)}`
  if (typeof argument !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${shown}`)
  if (argument.includes('\0'))
    throw badValue("The 'to' field for $rename cannot contain an embedded null byte")
  const to = updatePath(argument)
  if (path === argument) throw badValue(`The source and target field for $rename must differ: ${shown}`)
  if (argument.startsWith(`${path}.`) || path.startsWith(`${argument}.`))
    throw badValue(`The source and target field for $rename must not be on the same path: ${shown}`)
  if (from.some(isPlaceholder)) throw badValue(`The source field for $rename may not be dynamic: ${path}`)
  if (to.some(isPlaceholder))
    throw badValue(`The destination field for $rename may not be dynamic: ${argument}`)
  const valueIn = (document: Document) => plainValue(document, from)
  const check = (document: Document) => {
    checkSource(document, from)
    if (valueIn(document) !== undefined) refuseArrays(document, to, 'destination')
  }
  return [
    { path, modify: () => REMOVED, creates: () => false, check },
    {
      path: argument,
      modify: (current, { document }) => {
        const value = valueIn(document)
        return value === undefined ? current : value
      },
      creates: (_, document) => valueIn(document) !== undefined,
    },
  ]
}

// A path that ends before its last part is no fault; one that would go on inside a value is.
function checkSource(document: Document, path: string[]): void {
  let current: unknown = document
  for (const [index, part] of path.entries()) {
    if (Array.isArray(current) && isPosition(part)) current = current[Number(part)] as unknown
    else if (isDocument(current)) current = getField(current, part)
    else throw notViable(path, index, current)
    if (current === undefined) return
  }
  refuseArrays(document, path, 'source')
}

function notViable(path: string[], index: number, value: unknown): Error {
  const element = `{${path[index - 1]}: ${showValue(value)}}`
  const message = `Cannot use the part (${path[index]}) of (${path.join('.')}) to traverse the element (${element})`
  return mongoFault(28, 'PathNotViable', message)
}

function refuseArrays(document: Document, path: string[], what: 'source' | 'destination'): void {
  let current: unknown = document
  for (const [index, part] of path.entries()) {
    if (Array.isArray(current)) {
      const where = `doc with _id: ${showValue(document._id)} has an array field called '${path[index - 1]}'`
      throw badValue(`The ${what} field cannot be an array element, '${path.join('.')}' in ${where}`)
    }
    if (!isDocument(current)) return
    current = getField(current, part)
  }
}
