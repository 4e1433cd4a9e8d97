/** An outside world for tests: names, addresses, and small web servers behind them on this machine. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { standIn } from './outside'

/** The address that every name has unless said otherwise. */
export const somewhere = '93.184.216.34'

/** A world in which a test says what there is. */
export interface FakeWorld {
  /** What the machine at the public address answers. */
  answer: (path: string, listener: RequestListener) => void
  /** The addresses that a name has, one list a look-up; the last one stays. */
  name: (name: string, ...lookups: string[][]) => void
  /** Every machine that was connected to. */
  reached: string[]
  /** Every request that came. */
  asked: IncomingMessage[]
  close: () => Promise<void>
}

/** Opens one, and stands it in for the world. */
export async function aWorld(): Promise<FakeWorld> {
  const pages = new Map<string, RequestListener>()
  const names = new Map<string, string[][]>()
  const reached: string[] = []
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const page = pages.get(request.url ?? '')
    if (page) page(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  standIn({
    async resolve(name) {
      const lookups = names.get(name) ?? [[somewhere]]
      return lookups.length > 1 ? lookups.shift()! : lookups[0]!
    },
    reach(machine) {
      reached.push(`${machine.host}:${machine.port}`)
      return { host: '127.0.0.1', port }
    },
  })
  return {
    answer: (path, listener) => void pages.set(path, listener),
    name: (name, ...lookups) => void names.set(name, lookups),
    reached,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A page of HTML. */
export const html =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
