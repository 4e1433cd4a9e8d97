import { hostname } from 'node:os'
import { Double } from 'bson'
import { MAX_MESSAGE_BYTES } from '../wire'
import { MAX_DOCUMENT_BYTES } from '../storage/records'
import type { Call } from './call'
import type { Command, Commands } from './command'

const VERSION = '7.0.0'
const started = Date.now()

// No logicalSessionTimeoutMinutes: drivers then send no sessions. No topologyVersion: they then poll, not stream.
const describe = (call: Call) => ({
  helloOk: true,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  maxMessageSizeBytes: MAX_MESSAGE_BYTES,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  connectionId: call.connectionId,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  ok: 1,
})

// Drivers add to their greeting with every version; what a greeting says beyond its name changes nothing here.
const plain = (run: Command['run'], accepts: Command['accepts'] = []): Command => ({
  kind: 'plain',
  accepts,
  run,
})
const hello = plain(call => ({ isWritablePrimary: true, ...describe(call) }), 'anything')
const isMaster = plain(call => ({ ismaster: true, ...describe(call) }), 'anything')

/** What drivers and tools ask of a server before and beside their work. */
export const handshake: Commands = {
  hello,
  isMaster,
  ismaster: isMaster,
  ping: plain(() => ({ ok: 1 })),
  buildInfo: plain(() => buildInfo()),
  buildinfo: plain(() => buildInfo()),
  endSessions: plain(() => ({ ok: 1 })),
  whatsmyuri: plain(() => ({ you: '127.0.0.1:0', ok: 1 })),
  connectionStatus: plain(
    () => ({
      authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] },
      ok: 1,
    }),
    ['showPrivileges'],
  ),
  getParameter: {
    kind: 'plain',
    accepts: ['featureCompatibilityVersion', 'allParameters'],
    run: () => ({ featureCompatibilityVersion: { version: '7.0' }, ok: 1 }),
  },
  hostInfo: plain(() => ({
    system: { currentTime: new Date(), hostname: hostname(), cpuAddrSize: 64 },
    os: { type: process.platform, name: process.platform, version: '' },
    extra: {},
    ok: 1,
  })),
  serverStatus: {
    kind: 'read',
    accepts: ['repl', 'metrics', 'locks', 'opcounters', 'connections'],
    run: serverStatus,
  },
}

function buildInfo() {
  return {
    version: VERSION,
    gitVersion: 'embedded-mongo',
    modules: ['embedded-mongo'],
    versionArray: [7, 0, 0, 0],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    ok: 1,
  }
}

function serverStatus(call: Call) {
  const uptime = (Date.now() - started) / 1000
  return {
    host: hostname(),
    version: VERSION,
    process: 'embedded-mongo',
    pid: process.pid,
    uptime: new Double(uptime),
    localTime: new Date(),
    metrics: { cursor: { open: { total: call.service.cursors.size } } },
    mem: { bits: 64, resident: Math.round(process.memoryUsage().rss / 1048576) },
    ok: 1,
  }
}
