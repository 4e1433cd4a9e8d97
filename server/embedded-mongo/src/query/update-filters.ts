import { showValue } from '../show'
import type { Document } from './bson'
import { badValue, failedToParse } from './fault'
import { compileFilter } from './match'
import { isDocument } from './types'
import { arrayFilterName } from './update-tree'

/** Tests on array elements, by the name that `$[name]` uses. */
export type ArrayFilters = Map<string, (element: unknown) => boolean>

/** Compiles `arrayFilters`: each is about one name, each name has one, each is used, each `$[name]` has one. */
export function compileArrayFilters(filters: Document[], paths: string[], update: Document): ArrayFilters {
  const tests: ArrayFilters = new Map()
  for (const filter of filters) {
    const name = identifierOf(filter)
    if (tests.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`)
    const matches = compileFilter(filter)
    tests.set(name, element => matches({ [name]: element }))
  }
  const used = new Set(paths.flatMap(path => path.split('.').flatMap(part => arrayFilterName(part) || [])))
  for (const path of paths) refuseNameless(path, tests)
  for (const name of tests.keys()) {
    if (used.has(name)) continue
    throw failedToParse(
      `The array filter for identifier '${name}' was not used in the update ${showValue(update)}`,
    )
  }
  return tests
}

function refuseNameless(path: string, tests: ArrayFilters): void {
  for (const part of path.split('.')) {
    const name = arrayFilterName(part)
    if (name && !tests.has(name))
      throw badValue(`No array filter found for identifier '${name}' in path '${path}'`)
  }
}

function identifierOf(filter: unknown): string {
  if (!isDocument(filter)) throw failedToParse('Array filters must be objects')
  const names = new Set(fieldNames(filter).map(path => path.split('.')[0] as string))
  const [name] = names
  if (name === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters')
  if (names.size > 1) {
    throw failedToParse(
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...names].slice(0, 2).join("' and '")}'`,
    )
  }
  if (/^[a-z][a-zA-Z0-9]*$/.test(name)) return name
  throw badValue(
    `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
  )
}

function fieldNames(filter: Document): string[] {
  return Object.entries(filter).flatMap(([name, operand]) => {
    if (!name.startsWith('$')) return [name]
    return Array.isArray(operand) ? operand.filter(isDocument).flatMap(fieldNames) : []
  })
}
