/** F13, F14: the disk is full; there are no descriptors left. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { talkDuring, urlOf, withCrowd } from '../crowd'
import { openLink } from '../link'
import { pause, type Row, until } from '../trial'

let volume = ''

export const diskFull: Row = {
  name: 'F13',
  title: "the database's volume is full, and is freed",
  obstacle: () => (process.getuid?.() === 0 ? null : 'only root may mount a volume that is soon full'),
  setting: () => {
    volume = mkdtempSync(join(tmpdir(), 'community-chat-volume-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', volume])
    return {
      databaseFolder: join(volume, 'mongo'),
      ended: () => {
        execFileSync('umount', [volume])
        rmSync(volume, { recursive: true, force: true })
      },
    }
  },
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const { acks, devices } = crowd
      const filler = join(volume, 'filler')
      const storm = async () => {
        await pause(1000)
        const { bavail, bsize } = statfsSync(volume)
        try {
          writeFileSync(filler, Buffer.alloc(bavail * bsize))
        } catch {
          // what fits is written: the volume is full now
        }
        await until(() => statfsSync(volume).bavail === 0, 2000)
        await pause(trial.by(8000, 10_000, 30_000))
        const codes = new Set(devices.flatMap(one => one.refusals.map(({ code }) => code)))
        trial.measure('kinds of refusal', codes.size)
        const wrong = [...codes].filter(code => code !== 'unavailable' && code !== 'timeout')
        if (wrong.length > 0) trial.find(`sends were refused with ${wrong}`)
        if (stage.database.program().child.exitCode !== null) trial.find('the database ended')
        rmSync(filler)
        const freed = Date.now()
        const took = await until(() => acks.some(({ at }) => at > freed), 60_000)
        trial.time('first ack after it is freed ms', took, 10_000)
      }
      await talkDuring(crowd, trial.by(8, 60, 300), storm())
    }),
}

export const noDescriptors: Row = {
  name: 'F14',
  title: 'no descriptors are left for new sockets',
  obstacle: () => (process.platform === 'linux' ? null : 'prlimit is of Linux'),
  setting: () => ({
    nodes: 1,
    hasRedis: false,
    launchOf: () => ({ through: ['prlimit', '--nofile=200:200'] }),
  }),
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const [node] = stage.nodes
      const closes = crowd.devices.reduce((sum, one) => sum + one.closes.length, 0)
      const { token } = crowd.people[0]!
      const links = Array.from({ length: 300 }, () => openLink({ url: () => urlOf(node!, 'ws'), token }))
      await talkDuring(crowd, trial.by(8, 40, 100), pause(trial.by(4000, 10_000, 30_000)))
      trial.measure('let in', links.filter(link => link.isOpen()).length, 200)
      if (crowd.devices.reduce((sum, one) => sum + one.closes.length, 0) > closes)
        trial.find('sockets that were there before were closed')
      for (const link of links) link.end()
      const late = openLink({ url: () => urlOf(node!, 'ws'), token })
      if ((await until(() => late.isOpen(), 60_000)) === Infinity) trial.find('nobody is let in any more')
      late.end()
    }),
}
