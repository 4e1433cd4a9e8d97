/** What the stand-ins for vendors share: a small HTTP server, codes that are good once, and moods. */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A stand-in for a vendor on a port of this machine. */
export interface FakeVendor<Mood extends string> {
  url: string
  /** What the server under test is configured with. */
  settings: Record<string, string>
  /** A code that is good for one exchange and stands for this person. */
  grant: (openId: string, code?: string) => string
  /** How the next requests are answered, one mood each; after them all is well. */
  moods: (...moods: (Mood | Trouble)[]) => void
  /** How many requests came. */
  asked: () => number
  close: () => Promise<void>
}

/** What any server of the world may do instead of answering. */
export type Trouble = 'down' | 'hang' | 'garbage' | 'elsewhere' | 'forbidding'

/** One vendor's own part: what it answers to a request in a mood. */
type Answer<Mood> = (
  request: { parameters: Record<string, string>; redeem: (code: string) => string | 'unknown' | 'spent' },
  mood: Mood | undefined,
) => string

/** Starts one; `path` is the only address it answers at. */
export async function serveVendor<Mood extends string>(
  path: string,
  settings: (url: string) => Record<string, string>,
  answer: Answer<Mood>,
): Promise<FakeVendor<Mood>> {
  const codes = new Map<string, string>()
  const spent = new Set<string>()
  const moods: (Mood | Trouble)[] = []
  let asked = 0
  const redeem = (code: string) => {
    if (spent.has(code)) return 'spent'
    if (codes.has(code)) spent.add(code)
    return codes.get(code) ?? 'unknown'
  }
  const server = createServer(async (request, response) => {
    asked++
    const mood = moods.shift()
    const parameters = await parametersOf(request)
    if (isTrouble(mood)) return trouble(mood, response)
    const found = new URL(request.url!, 'http://vendor').pathname === path
    if (!found) return void response.writeHead(404).end()
    // WeChat calls its JSON text, so nothing may lean on the type.
    response.writeHead(200, { 'content-type': 'text/plain' }).end(answer({ parameters, redeem }, mood))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    url,
    settings: settings(url),
    grant(openId, code = randomBytes(16).toString('hex')) {
      codes.set(code, openId)
      return code
    },
    moods: (...more) => void moods.push(...more),
    asked: () => asked,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function parametersOf(request: IncomingMessage): Promise<Record<string, string>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const inUrl = new URL(request.url!, 'http://vendor').searchParams
  return Object.fromEntries([...inUrl, ...new URLSearchParams(Buffer.concat(parts).toString())])
}

const troubles: readonly string[] = ['down', 'hang', 'garbage', 'elsewhere', 'forbidding'] satisfies Trouble[]
const isTrouble = (mood: string | undefined): mood is Trouble => mood !== undefined && troubles.includes(mood)

function trouble(mood: Trouble, response: ServerResponse): void {
  if (mood === 'down') response.writeHead(502).end('<html>Bad gateway</html>')
  if (mood === 'garbage') response.end('<html>Welcome to this network</html>')
  if (mood === 'elsewhere') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()
  if (mood === 'forbidding') response.writeHead(403).end()
}
