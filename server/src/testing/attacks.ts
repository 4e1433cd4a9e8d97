/** What a hostile device sends instead of what a contract asks for, made from the contract itself. */
import type { Route } from '@community-chat/shared/protocol/contract'

/** One bad input: `path` is the field that is wrong, `what` says how. */
export interface Attack {
  path: string
  what: string
  input: Record<string, unknown>
}

interface Def {
  type: string
  shape?: Record<string, Schema>
  innerType?: Schema
  element?: Schema
  keyType?: Schema
  valueType?: Schema
  options?: Schema[]
}
interface Schema {
  _zod: { def: Def }
}

const defOf = (schema: Schema): Def => schema._zod.def
const own = (text: string): unknown => JSON.parse(text) // so that `__proto__` is a field like any other

const operators = [{ $ne: null }, { $gt: '' }, { $where: 'sleep(1000)' }, { $regex: '.*' }, { $in: ['a'] }]
const wrongFor: Record<string, unknown[]> = {
  string: [
    ...operators,
    {},
    [],
    ['a'],
    [{ $ne: null }],
    7,
    true,
    own('{"__proto__":{"isAdmin":true}}'),
    { constructor: { prototype: {} } },
    'x'.repeat(100_000),
    'a\ud800b',
    '\udc00',
    'a\0b',
    '',
  ],
  number: [...operators, '1', [1], true, -1, 1.5, 2 ** 60, 'x'],
  boolean: [...operators, 'true', 1, 0, []],
  enum: [...operators, 'nope', '__proto__', 'constructor', 'toString', ['member'], 3],
  literal: [...operators, 'nope', 3, []],
  object: ['x', 7, [], [{}], true],
  array: ['x', 7, {}, { 0: 'a', length: 1 }, { $ne: null }, Array(5000).fill('x')],
  record: ['x', 7, [], true],
}
const foreign = ['unknown', '$where', '$ne', 'a.b', '_id', 'isAdmin', 'constructor', '__proto__', 'prototype']

/** The kinds of path that a route's input has, and which of them stand in the URL. */
export const fieldsOf = (route: Route<any, any>): Record<string, Schema> =>
  defOf(route.input as unknown as Schema).shape ?? {}

/** Every bad input of a route, each wrong in one field of a right one. */
export function attacksOn(route: Route<any, any>, right: Record<string, unknown>): Attack[] {
  const attacks: Attack[] = []
  const put = (path: string[], value: unknown, at = path) => {
    const what = JSON.stringify(value)?.slice(0, 60) ?? 'undefined'
    attacks.push({ path: at.join('.'), what, input: changed(right, path, value) as Record<string, unknown> })
  }
  for (const [name, schema] of Object.entries(fieldsOf(route))) walk(schema, [name], put, right)
  if (route.method !== 'GET') {
    for (const name of foreign) if (!(name in fieldsOf(route))) put([name], { x: 1 })
  }
  return attacks
}

type Put = (path: string[], value: unknown, at?: string[]) => void

function walk(schema: Schema, path: string[], put: Put, right: unknown, nullable = false): void {
  const def = defOf(schema)
  if (def.innerType) return walk(def.innerType, path, put, right, nullable || def.type === 'nullable')
  if (def.type === 'union') return walk(def.options![0]!, path, put, right, nullable)
  const wrong = wrongFor[def.type]
  if (!wrong) throw new Error(`${path.join('.')}: no attacks are known for "${def.type}"`)
  for (const value of wrong) put(path, value)
  if (!nullable) put(path, null)
  for (const [name, inner] of Object.entries(def.shape ?? {})) walk(inner, [...path, name], put, right)
  if (def.type === 'object') for (const name of foreign) put([...path, name], { x: 1 })
  if (def.element) walk(def.element, [...path, '0'], put, right)
  if (def.type !== 'record') return
  for (const key of ['$where', 'a.b', 'a b', 'x'.repeat(65), '']) put([...path, key], 1, path)
  walk(def.valueType!, [...path, 'a-room'], put, right)
}

/** A copy with one place changed; places that are not there yet are made. */
function changed(whole: unknown, [first, ...rest]: string[], value: unknown): unknown {
  const copy: Record<string, unknown> = Array.isArray(whole)
    ? ([...whole] as never)
    : { ...(whole as object) }
  const next =
    rest.length === 0 ? value : changed(copy[first!] ?? (/^\d+$/.test(rest[0]!) ? [] : {}), rest, value)
  Object.defineProperty(copy, first!, { value: next, enumerable: true, writable: true, configurable: true })
  return copy
}
