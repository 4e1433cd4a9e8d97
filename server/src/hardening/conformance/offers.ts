/** Families 12 and 13: compression is offered in every way, and declined; and the handshake itself, well and badly made. */
import type { Handshake } from '../wire/wire'

/** One handshake and the status that answers it. */
export interface Offer {
  id: string
  title: string
  asked: Handshake
  status: number
}

const header = (name: string, value: string | null): Handshake => ({ headers: { [name]: value } })

/** Offers of compression; each is answered as if it had not been made. */
export const compression = [
  'permessage-deflate',
  'permessage-deflate; client_max_window_bits',
  'permessage-deflate; client_no_context_takeover',
  'permessage-deflate; server_no_context_takeover',
  'permessage-deflate; server_max_window_bits=9',
  'permessage-deflate; server_max_window_bits=15; client_max_window_bits=15',
  'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
  'permessage-deflate; server_max_window_bits=9, permessage-deflate',
  'permessage-deflate; client_max_window_bits=7',
  'permessage-deflate; nonsense',
  'permessage-deflate; server_no_context_takeover=1',
  'x-webkit-deflate-frame',
  'permessage-bzip2, permessage-snappy',
  'bbf-usp-protocol',
  'permessage-deflate; ;',
  '"',
]

/** Handshakes that are in order, however they are written. */
const good: Omit<Offer, 'status'>[] = [
  { id: '0.1.1', title: 'the plain one', asked: {} },
  {
    id: '0.1.2',
    title: 'words in another case',
    asked: { headers: { Upgrade: 'WebSocket', Connection: 'upgrade' } },
  },
  { id: '0.1.3', title: 'keep-alive beside the upgrade', asked: header('Connection', 'keep-alive, Upgrade') },
  { id: '0.1.4', title: 'a query', asked: { path: '/ws?v=1' } },
  { id: '0.1.5', title: 'version 8, which is spoken alike', asked: header('Sec-WebSocket-Version', '8') },
  {
    id: '0.1.6',
    title: 'many headers of no meaning',
    asked: { headers: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`X-${index}`, 'x'])) },
  },
]

/** Handshakes that are refused. */
const bad: Offer[] = [
  { id: '0.2.1', title: 'no key', asked: header('Sec-WebSocket-Key', null), status: 400 },
  { id: '0.2.2', title: 'an empty key', asked: header('Sec-WebSocket-Key', ''), status: 400 },
  { id: '0.2.3', title: 'a key that is too short', asked: header('Sec-WebSocket-Key', 'AAAA'), status: 400 },
  {
    id: '0.2.4',
    title: 'a key that is no base64',
    asked: header('Sec-WebSocket-Key', '?'.repeat(24)),
    status: 400,
  },
  { id: '0.2.5', title: 'no version', asked: header('Sec-WebSocket-Version', null), status: 400 },
  { id: '0.2.6', title: 'version 7', asked: header('Sec-WebSocket-Version', '7'), status: 400 },
  { id: '0.2.7', title: 'version 14', asked: header('Sec-WebSocket-Version', '14'), status: 400 },
  { id: '0.2.8', title: 'POST', asked: { method: 'POST' }, status: 405 },
  { id: '0.2.9', title: 'another protocol', asked: header('Upgrade', 'h2c'), status: 400 },
  { id: '0.2.10', title: 'another path', asked: { path: '/wss' }, status: 404 },
  { id: '0.2.11', title: 'a path below', asked: { path: '/ws/' }, status: 404 },
  { id: '0.2.12', title: 'a path that climbs there', asked: { path: '/api/../ws' }, status: 404 },
  {
    id: '0.2.13',
    title: 'a page from elsewhere',
    asked: header('Origin', 'https://evil.example'),
    status: 403,
  },
  { id: '0.2.14', title: 'a page without an origin', asked: header('Origin', 'null'), status: 403 },
  { id: '0.2.15', title: 'headers of 20 KiB', asked: header('X-Long', 'x'.repeat(20 * 1024)), status: 431 },
  {
    id: '0.2.16',
    title: 'an address of 20 KiB',
    asked: { path: `/ws?${'x'.repeat(20 * 1024)}` },
    status: 431,
  },
  {
    id: '0.2.17',
    title: 'a list of protocols that is none',
    asked: header('Sec-WebSocket-Protocol', 'a, a'),
    status: 400,
  },
  {
    id: '0.2.18',
    title: 'no upgrade at all',
    asked: { headers: { Upgrade: null, Connection: null } },
    status: 404,
  },
  {
    id: '0.2.19',
    title: 'two lengths of a body',
    asked: { headers: { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' } },
    status: 400,
  },
]

/** All of them but the offers of compression. */
export const handshakes: Offer[] = [...good.map(one => ({ ...one, status: 101 })), ...bad]
