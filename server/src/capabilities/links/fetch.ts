/**
 * Fetching a page that a text names, without ever reaching a machine that is not public: names are resolved here, every
 * address is checked, and the connection goes to the address that was checked.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { isPublic } from './addresses'
import type { Outside } from './outside'
import type { Page } from './page'

/** In milliseconds, from the first look-up to the last byte. */
const patience = 5000
const mostRedirects = 3
const mostBytes = 1024 * 1024
const ports: Record<string, number> = { 'http:': 80, 'https:': 443 }

/** Why a page is not to be had: it is said in the log alone. */
export class Unreachable extends Error {}

/** The page behind a link. Throws `Unreachable`, or what the network threw. */
export async function fetchPage(outside: Outside, link: string): Promise<Page> {
  const signal = AbortSignal.timeout(patience)
  let url = new URL(link)
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await ask(outside, url, signal)
    const { statusCode: status = 0, headers } = response
    if (status >= 300 && status < 400 && headers.location !== undefined) {
      response.destroy()
      if (!URL.canParse(headers.location, url.href)) throw new Unreachable('it leads nowhere')
      url = new URL(headers.location, url)
      continue
    }
    const contentType = headers['content-type'] ?? ''
    if (status !== 200 || !/^\s*text\/html\s*(;|$)/i.test(contentType)) {
      response.destroy()
      throw new Unreachable(`status ${status}, ${contentType.slice(0, 80)}`)
    }
    return { url, contentType, body: await bodyOf(response, signal) }
  }
  throw new Unreachable('it leads on and on')
}

/** One request to a checked address; the name goes along for the host and its certificate. */
async function ask(outside: Outside, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const port = ports[url.protocol]
  // `URL` leaves the port of a scheme away: what is there is another.
  if (!port || url.port !== '' || url.username !== '' || url.password !== '')
    throw new Unreachable('an address of another kind')
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const address = await checkedAddress(outside, name, signal)
  const machine = outside.reach({ host: address, port })
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = send({
      ...machine,
      ...(url.protocol === 'https:' && isIP(name) === 0 ? { servername: name } : {}),
      path: `${url.pathname}${url.search}`,
      agent: false,
      signal,
      maxHeaderSize: 16 * 1024,
      headers: {
        host: url.host,
        'user-agent': 'CommunityChatLinks/1.0 (+link cards)',
        accept: 'text/html',
        'accept-encoding': 'gzip, br, deflate',
      },
    })
    sent.on('response', resolve).on('error', reject).end()
  })
}

/** An address of a name, when all of them are public: one that is not means that the name cannot be trusted. */
async function checkedAddress(outside: Outside, name: string, signal: AbortSignal): Promise<string> {
  const all = isIP(name) ? [name] : await beforeAborted(signal, outside.resolve(name))
  if (all.length === 0 || !all.every(isPublic)) throw new Unreachable('not a public address')
  return all.find(one => isIP(one) === 4) ?? all[0]!
}

const beforeAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Unreachable('no answer in time')), { once: true })
    work.then(resolve, reject)
  })

/** The beginning of a page: to the end of its head, or as much as is read of any. */
async function bodyOf(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  let tail = ''
  const body = unpacked(response)
  const stop = () => body.destroy(new Unreachable('too slow'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      const kept = chunk.subarray(0, mostBytes - size)
      chunks.push(kept)
      size += kept.length
      tail = tail.slice(-8) + kept.toString('latin1')
      if (size >= mostBytes || /<\/head|<body/i.test(tail)) break
    }
  } finally {
    signal.removeEventListener('abort', stop)
    response.destroy()
    body.destroy()
  }
  return Buffer.concat(chunks)
}

const packings = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
])

/** The body without its compression, which is undone piece by piece: what is not read is not unpacked. */
function unpacked(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity') return response
  const unpack = packings.get(encoding)?.()
  if (!unpack) {
    response.destroy()
    throw new Unreachable('packed in an unknown way')
  }
  response.on('error', error => unpack.destroy(error))
  return response.pipe(unpack)
}
