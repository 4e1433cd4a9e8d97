/** F9: peers vanish without a word. */
import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { openLink, type Link } from '../link'
import { signUp, urlOf } from '../crowd'
import { openProxy } from '../proxy'
import { pause, type Row, until } from '../trial'

/** Seconds between pings; the usual ones where a minute may be waited for. */
const heartbeats = { quick: 3, usual: 25, full: 25 }

export const vanished: Row = {
  name: 'F9',
  isSeedless: true,
  mostlyWaits: true,
  title: 'half-open connections',
  setting: size => ({
    nodes: 1,
    hasRedis: false,
    env: {
      WS_HEARTBEAT_INTERVAL: String(heartbeats[size]),
      ...(size === 'quick' ? { PRESENCE_GRACE: '1' } : {}),
    },
  }),
  async act(trial, { nodes: [node] }) {
    const line = await openProxy(() => node!.port)
    const watcher = await signUp(node!, 'watcher')
    const gone = await Promise.all([1, 2, 3].map(n => signUp(node!, `gone${n}`)))
    const offline = new Set<string>()
    const watching = openLink({
      url: () => urlOf(node!, 'ws'),
      token: watcher.token,
      heard: ({ type, data }) => {
        if (type === presence.pushes.updated.type && data.status === 'offline') offline.add(data.userId)
      },
    })
    await until(() => watching.isOpen(), 10_000)
    const before = node!.program.descriptors()
    const links: Link[] = []
    const count = trial.by(60, 500, 5000)
    for (let n = 0; n < count; n++) {
      const { token } = gone[n % gone.length]!
      links.push(openLink({ url: () => urlOf(line, 'ws'), token }))
      if (n % 50 === 49) await until(() => links.every(link => link.isOpen()), 20_000)
    }
    if ((await until(() => links.every(link => link.isOpen()), 60_000)) === Infinity)
      trial.find('not all came in')
    await watching.ask({ type: presence.routes.watch.type, userIds: gone.map(({ id }) => id) })
    line.set({ isHalfOpen: true })
    for (const link of links) link.end()
    const most = trial.by(60_000, 120_000, 120_000)
    const told = until(() => offline.size === gone.length, most, 100)
    const freed = await until(() => node!.program.descriptors() <= before + 2, most, 100)
    trial.measure('descriptors free after s', freed / 1000, trial.by(60, 45, 45))
    trial.measure('offline after s', (await told) / 1000, trial.by(60, 45, 45))
    await pause(100)
    trial.measure('descriptors leaked', node!.program.descriptors() - before, 2)
    watching.end()
    await line.close()
  },
}
