/** The order in which jest starts test files: what takes long first, so that no core waits for it alone at the end. */
import { statSync } from 'node:fs'

/**
 * The longest, in the order they are started: the law, which works all the time, beside browsers, which mostly wait, and
 * the faults, which are as busy, when it is over.
 * Files not named go by their size.
 */
const long = [
  'law/law',
  'browser/long-room',
  'browser/offline',
  'weapp/weapp',
  'law/planted',
  'browser/screens',
  'testing/nodes',
  'law/direct',
  'browser/chat',
  'faults/quick',
  'testing/access',
  'accounts/leaving-crash',
  'testing/roles',
  'browser/picture',
  'embedded-mongo/src/property',
  'sockets/gateway-clock',
  'testing/paging',
  'sockets/gateway',
  'workers',
  'backup/backup',
  'hardening/patterns/patterns',
  'hardening/conformance/conformance',
  'hardening/garbage/garbage',
  'hardening/hidden/hidden',
  'testing/nodes-redis',
  'embedded-mongo/src/durability',
  'presence/presence',
  'scripts/new',
  'browser/communities',
  'reactions/reactions',
]

/** What jest asks of a sequencer. */
export default class SlowestFirst {
  sort(tests) {
    const rank = path => {
      const at = long.findIndex(name => path.endsWith(`/${name}.test.ts`))
      return at < 0 ? long.length : at
    }
    return tests
      .map(test => ({ test, rank: rank(test.path), size: statSync(test.path).size }))
      .sort((a, b) => a.rank - b.rank || b.size - a.size)
      .map(({ test }) => test)
  }

  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, index) => index % shardCount === shardIndex - 1)
  }

  allFailedTests(tests) {
    return tests
  }

  cacheResults() {}
}
