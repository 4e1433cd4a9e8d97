import { Int32, type Long } from 'bson'
import { showValue } from '../show'
import { badValue } from './fault'
import { integerOf, intOrLong, toLong } from './numbers'
import { isDocument, typeName } from './types'
import type { Leaf } from './update-tree'

const OPERATIONS = {
  and: (a: bigint, b: bigint) => a & b,
  or: (a: bigint, b: bigint) => a | b,
  xor: (a: bigint, b: bigint) => a ^ b,
}

/** Compiles `$bit`: bitwise operations one after another on an Int32 or Long; an absent field counts as zero. */
export function compileBit(argument: unknown): Leaf['modify'] {
  const format = '{$bit: {field: {and/or/xor: #}}'
  if (!isDocument(argument)) {
    const advice = `You must pass in an embedded document: ${format}`
    throw badValue(`The $bit modifier is not compatible with a ${typeName(argument)}. ${advice}`)
  }
  const steps = Object.entries(argument).map(([name, mask]) => checkStep(name, mask))
  if (steps.length === 0)
    throw badValue(`You must pass in at least one bitwise operation. The format is: ${format}`)
  return (current, site) => {
    const start = current === undefined ? new Int32(0) : current
    if (integerOf(start) === undefined) {
      const field = site.path.split('.').at(-1)
      throw badValue(
        `Cannot apply $bit to a value of non-integral type.{_id: ${showValue(site.document._id)}} has the field ${field} of non-integer type ${typeName(current)}`,
      )
    }
    return steps.reduce((value, step) => step(value), start)
  }
}

function checkStep(name: string, mask: unknown): (value: unknown) => Int32 | Long {
  const shown = `{${name}: ${showValue(mask)}}`
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name as keyof typeof OPERATIONS] : undefined
  if (!operation)
    throw badValue(
      `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: ${shown}`,
    )
  const bits = integerOf(mask)
  if (bits === undefined)
    throw badValue(
      `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(mask)}' is not supported here: ${shown}`,
    )
  return value => {
    const result = operation(integerOf(value) as bigint, bits)
    return typeName(value) === 'long' || typeName(mask) === 'long' ? toLong(result) : intOrLong(result)
  }
}
