/** F11: every socket is cut at once, and all come back. */
import { openLink, type Link } from '../link'
import { signUp, urlOf } from '../crowd'
import { openProxy } from '../proxy'
import { pause, quantile, type Row, until } from '../trial'

export const storm: Row = {
  name: 'F11',
  isSeedless: true,
  title: 'all sockets are cut at once and come back',
  setting: () => ({ nodes: 1, hasRedis: false }),
  async act(trial, { nodes: [node] }) {
    const count = trial.by(500, 2000, 5000)
    const line = await openProxy(() => node!.port)
    const people = []
    for (let n = 0; n < trial.by(5, 20, 50); n++) people.push(await signUp(node!, `person${n}`))
    const links: Link[] = []
    /** Sockets that are signed in and have asked what they missed. */
    const back = new Set<number>()
    for (let n = 0; n < count; n++) {
      const link = openLink({
        url: () => urlOf(line, 'ws'),
        token: people[n % people.length]!.token,
        opened: () =>
          void link.ask({ type: 'sync', rooms: {} }).then(
            () => back.add(n),
            () => link.cut(),
          ),
        closed: () => back.delete(n),
      })
      links.push(link)
      if (n % 50 === 49) await until(() => links.every(one => one.isOpen()), 20_000)
    }
    const most = trial.by(60_000, 30_000, 30_000)
    if ((await until(() => back.size === count, most)) === Infinity)
      trial.find(`only ${back.size} of ${count} came in`)
    const steady = openLink({ url: () => urlOf(node!, 'ws'), token: people[0]!.token })
    await until(() => steady.isOpen(), 10_000)
    line.reset()
    await until(() => back.size === 0, 5000, 1)
    const turns: number[] = []
    let isOver = false
    const steadily = async () => {
      while (!isOver) {
        const begun = performance.now()
        await steady.ask({ type: 'sync', rooms: {} }).catch(() => undefined)
        turns.push(performance.now() - begun)
        await pause(20)
      }
    }
    const asking = steadily()
    const took = await until(() => back.size === count, most)
    isOver = true
    await asking
    if (took === Infinity) trial.find(`only ${back.size} of ${count} came back`)
    trial.time('all back ms', took, 10_000)
    trial.time('p99 of a steady one ms', quantile(turns, 0.99), 500)
    for (const link of [...links, steady]) link.end()
    await line.close()
  },
}
