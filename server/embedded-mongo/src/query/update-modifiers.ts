import { Timestamp } from 'bson'
import { showValue } from '../show'
import type { Document } from './bson'
import { compareBson } from './compare'
import { badValue, typeMismatch } from './fault'
import { combine, isNumeric, LongOverflow } from './numbers'
import { isDocument, typeName } from './types'
import { arrayModifiers } from './update-arrays'
import { compileBit } from './update-bits'
import { type Leaf, REMOVED, type Site, unknownModifier } from './update-tree'

/** Checks a modifier's argument and gives what changes the field. */
export type ModifierCompiler = (argument: unknown, path: string) => Leaf['modify']

const fieldModifiers: Record<string, ModifierCompiler> = {
  $set: argument => () => argument,
  $setOnInsert: argument => (current, site) => (site.isInsert ? argument : current),
  $unset: () => () => REMOVED,
  $inc: (argument, path) => arithmetic('$inc', 'add', argument, path),
  $mul: (argument, path) => arithmetic('$mul', 'multiply', argument, path),
  $min: argument => current =>
    current === undefined || compareBson(argument, current) < 0 ? argument : current,
  $max: argument => current =>
    current === undefined || compareBson(argument, current) > 0 ? argument : current,
  $currentDate: compileCurrentDate,
  $bit: compileBit,
}

const MODIFIERS: Record<string, ModifierCompiler> = { ...fieldModifiers, ...arrayModifiers }
const NEVER_CREATE = new Set(['$unset', '$pull', '$pullAll', '$pop'])

/** Makes the leaf of one modifier on one path; an unknown modifier is refused (9). */
export function compileModifier(operator: string, argument: unknown, path: string): Leaf {
  const compile = Object.hasOwn(MODIFIERS, operator) ? MODIFIERS[operator] : undefined
  if (!compile) throw unknownModifier(operator)
  const creates = (isInsert: boolean) =>
    !NEVER_CREATE.has(operator) && (operator !== '$setOnInsert' || isInsert)
  return { path, modify: compile(argument, path), creates }
}

/** Tells whether a modifier is known here. */
export const isModifier = (operator: string): boolean => Object.hasOwn(MODIFIERS, operator)

function arithmetic(
  name: string,
  operation: 'add' | 'multiply',
  argument: unknown,
  path: string,
): Leaf['modify'] {
  if (!isNumeric(argument)) {
    const verb = operation === 'add' ? 'increment' : 'multiply'
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${showValue(argument)}}`)
  }
  return (current, site) => {
    // An absent field counts as zero of the argument's own type.
    if (current === undefined) return operation === 'add' ? argument : combine('subtract', argument, argument)
    if (!isNumeric(current)) throw notNumeric(name, current, site)
    return combineOrRefuse(name, operation, current, argument, site)
  }
}

function combineOrRefuse(
  name: string,
  operation: 'add' | 'multiply',
  current: unknown,
  argument: unknown,
  site: Site,
): unknown {
  try {
    return combine(operation, current, argument)
  } catch (error) {
    if (!(error instanceof LongOverflow)) throw error
    const value = `(NumberLong)${showValue(current)}`
    throw badValue(
      `Failed to apply ${name} operations to current value (${value}) for document {_id: ${showValue(site.document._id)}}`,
    )
  }
}

function notNumeric(name: string, current: unknown, site: Site): Error {
  const field = site.path.split('.').at(-1)
  return typeMismatch(
    `Cannot apply ${name} to a value of non-numeric type. {_id: ${showValue(site.document._id)}} has the field '${field}' of non-numeric type ${typeName(current)}`,
  )
}

function compileCurrentDate(argument: unknown): Leaf['modify'] {
  const type = currentDateType(argument)
  return (_, { now }) =>
    type === 'date' ? new Date(now) : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })
}

function currentDateType(argument: unknown): 'date' | 'timestamp' {
  if (typeof argument === 'boolean') return 'date'
  if (!isDocument(argument)) {
    throw badValue(
      `${typeName(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    )
  }
  const stranger = Object.keys(argument).find(name => name !== '$type')
  if (stranger !== undefined) throw badValue(`Unrecognized $currentDate option: ${stranger}`)
  const { $type: type } = argument as Document
  if (type === 'date' || type === 'timestamp') return type
  throw badValue(
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  )
}
