import type { Environment } from '../storage/environment'
import type { Stretch, Way } from './bounds'
import type { Plan } from './plan'

const OWNER_BYTES = 4
const SAMPLED = 8
/** Where so few entries stand under a value, most of its stretches are empty and need not be opened. */
const FEW = 32

/**
 * Where one array must hold several values: the plan that walks the rarest of them, and whether the document of an
 * entry it meets holds the others too. A document's entries differ only in that value, so each is one look-up.
 */
export function rarestWay(
  environment: Environment,
  plan: Plan,
): { plan: Plan; holdsOthers: (key: Uint8Array) => boolean } {
  const ranked = plan.ways
    .map(way => ({ way, count: countUnder(environment, way.stretches(SAMPLED)) }))
    .sort((a, b) => a.count - b.count)
  const [rarest, ...others] = ranked.map(({ way }) => way) as [Way, ...Way[]]
  const all = rarest.stretches()
  const stretches = ranked[0]!.count <= FEW ? all.filter(one => countUnder(environment, [one]) > 0) : all
  const rest = OWNER_BYTES + rarest.head.length
  const holdsOthers = (key: Uint8Array) =>
    others.every(({ head }) => environment.entries.doesExist(withHead(key, head, rest)))
  return { plan: { ...plan, stretches }, holdsOthers }
}

/** How many entries stand in some stretches: which value is rarest need not be known exactly. */
function countUnder(environment: Environment, stretches: Stretch[]): number {
  let count = 0
  for (const { start, end } of stretches) count += environment.entries.getKeysCount({ start, end })
  return count
}

function withHead(key: Uint8Array, head: Buffer, rest: number): Buffer {
  const other = Buffer.allocUnsafe(OWNER_BYTES + head.length + key.length - rest)
  other.set(key.subarray(0, OWNER_BYTES), 0)
  other.set(head, OWNER_BYTES)
  other.set(key.subarray(rest), OWNER_BYTES + head.length)
  return other
}
