import type { Decimal128 } from 'bson'
import { numberOf } from './bson'
import { fractionOf } from './compare-numbers'
import { decimalParts } from './numbers'
import { typeName } from './types'

const RESIDUE_BITS = 72n
const FLIP_ALL = (1n << 64n) - 1n
const SIGN = 1n << 63n

/**
 * Bytes that order all numbers by exact value: the greatest double not above it, then what is missing. A Long beyond
 * 2^53 or a Decimal128 that is no double carries 72 bits of the step to the next double and whether more would follow;
 * two different values of one type never share them. Past the range of doubles, and where their steps are too wide for
 * that, a Decimal128 carries its own digits.
 */
export function encodeNumber(value: unknown): Buffer {
  const nearest = numberOf(value) as number
  const type = typeName(value)
  if (type === 'int' || type === 'double' || !isBetweenDoubles(value, nearest)) return encodeDouble(nearest)
  const exact = fractionOf(value) as Fraction
  const floor = floorOf(nearest, exact)
  if (!hasFineSteps(floor)) return encodeDigits(floor, exact, value as Decimal128)
  const residue = subtract(exact, fractionOf(floor) as Fraction)
  if (residue.top === 0n) return encodeDouble(floor)
  const step = subtract(fractionOf(neighbour(floor, 1n)) as Fraction, fractionOf(floor) as Fraction)
  return Buffer.concat([encodeDouble(floor).subarray(0, 8), encodeResidue(residue, step)])
}

function isBetweenDoubles(value: unknown, nearest: number): boolean {
  if (typeName(value) !== 'decimal') return nearest !== 0
  const parts = decimalParts(value as Decimal128)
  return parts !== undefined && parts.coefficient !== 0n
}

// Among the subnormals, and past the range of doubles, 72 bits could not tell two decimals apart.
const hasFineSteps = (floor: number): boolean => Math.abs(floor) > 1e-290 && Math.abs(floor) < 1.7e308

function floorOf(nearest: number, exact: Fraction): number {
  if (nearest === Infinity) return Number.MAX_VALUE
  if (nearest === -Infinity) return nearest
  if (!isAbove(nearest, exact)) return nearest
  return nearest === 0 ? -Number.MIN_VALUE : neighbour(nearest, -1n)
}

const DIGITS = 34
const EXPONENT_BIAS = 0x4000

// The exponent of the first digit, then all digits, turned round below zero: of one length, so none begins another.
function encodeDigits(floor: number, exact: Fraction, value: Decimal128): Buffer {
  const head = encodeDouble(floor)
  const whole = fractionOf(floor)
  if (whole && subtract(exact, whole).top === 0n) return head
  const { coefficient, exponent } = decimalParts(value) as { coefficient: bigint; exponent: number }
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString()
  const bytes = Buffer.alloc(2 + DIGITS / 2)
  bytes.writeUInt16BE(exponent + digits.length + EXPONENT_BIAS)
  bytes.set(Buffer.from(digits.padEnd(DIGITS, '0'), 'hex'), 2)
  if (coefficient < 0n) for (const [index, byte] of bytes.entries()) bytes[index] = ~byte & 0xff
  return Buffer.concat([head.subarray(0, 8), Buffer.of(2), bytes])
}

type Fraction = { top: bigint; bottom: bigint }

const subtract = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom - b.top * a.bottom,
  bottom: a.bottom * b.bottom,
})

const isAbove = (double: number, exact: Fraction): boolean =>
  subtract(fractionOf(double) as Fraction, exact).top > 0n

function encodeDouble(double: number): Buffer {
  const bytes = Buffer.alloc(9)
  if (Number.isNaN(double)) return bytes
  bytes.writeDoubleBE(double === 0 ? 0 : double)
  if (double < 0) for (let index = 0; index < 8; index++) bytes[index] = ~(bytes[index] as number) & 0xff
  else bytes[0] = (bytes[0] as number) | 0x80
  return bytes
}

function encodeResidue(residue: Fraction, step: Fraction): Buffer {
  const scaled = residue.top * step.bottom * (1n << RESIDUE_BITS)
  const divisor = residue.bottom * step.top
  const digits = (scaled / divisor).toString(16).padStart(Number(RESIDUE_BITS) / 4, '0')
  return Buffer.concat([Buffer.of(1), Buffer.from(digits, 'hex'), Buffer.of(scaled % divisor === 0n ? 0 : 1)])
}

// The doubles next to a finite one are next to it as integers too, once negative ones are turned round.
function neighbour(double: number, step: bigint): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, double === 0 ? 0 : double)
  const bits = view.getBigUint64(0)
  const ordered = bits & SIGN ? bits ^ FLIP_ALL : bits | SIGN
  const moved = ordered + step
  view.setBigUint64(0, moved & SIGN ? moved ^ SIGN : moved ^ FLIP_ALL)
  return view.getFloat64(0)
}
