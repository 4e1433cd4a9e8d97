/** Garbage over HTTP: bodies, queries and paths. */
import type { Route } from '@community-chat/shared/protocol/contract'
import type { Chance } from '../../law/chance'
import { rawHttp } from '../../testing/raw'
import { rightInput, routes } from './corpus'
import { mutateInput, mutateText } from './mutate'
import { count, note, type Tally } from './tally'
import type { Target } from './target'

const atOnce = 12

/** Sends so many requests, some at a time. */
export async function throwBodies(
  target: Target,
  chance: Chance,
  total: number,
  tally: Tally,
): Promise<void> {
  let left = total
  const thrower = async () => {
    while (left-- > 0 && !target.isOver()) await throwOne(target, chance, tally)
  }
  await Promise.all(Array.from({ length: atOnce }, thrower))
}

async function throwOne({ server, people }: Target, chance: Chance, tally: Tally): Promise<void> {
  const { session, known } = chance.pick(people)!
  const route = chance.pick(routes)!
  const token = route.access === 'public' ? undefined : session.accessToken
  const { path, rest } = addressOf(route, rightInput(route, known))
  const body = mutated(chance, rest)
  tally.sent++
  const asked = route.method === 'GET' ? queryOf(chance, path, rest) : path
  try {
    const sent = route.method === 'GET' ? {} : { body }
    const answer = await rawHttp(server, asked, { method: route.method, token, ...sent })
    const isOk = answer.status < 300
    count(tally, String(answer.status), isOk ? '' : answer.text, `${route.http} ${asked} ${body}`)
    if (!isOk && typeof answer.body?.error?.requestId !== 'string')
      note(tally, `${answer.status} of another shape: ${answer.text.slice(0, 200)}`)
  } catch (error) {
    note(tally, `${(error as Error).message} for ${route.http} ${asked} ${body.slice(0, 300)}`)
  }
}

function mutated(chance: Chance, input: Record<string, unknown>): string {
  const text = chance.below(4) === 0 ? JSON.stringify(input) : mutateInput(chance, input)
  return chance.below(3) === 0 ? mutateText(chance, text) : text
}

function addressOf(
  route: Route<any, any>,
  input: Record<string, unknown>,
): { path: string; rest: Record<string, unknown> } {
  const rest = { ...input }
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  return { path: `/api${path}`, rest }
}

/** An address with some of it exchanged; what no request may carry at all is written in its percent form. */
function queryOf(chance: Chance, path: string, rest: Record<string, unknown>): string {
  const query = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const whole = mutateText(chance, `${path.slice(4)}?${query.join('&')}`)
  return `/api${whole.replace(/[^!-~]/g, one => (/\p{Cs}/u.test(one) ? '%ED%A0%80' : encodeURIComponent(one)))}`
}
