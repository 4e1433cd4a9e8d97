/** F12: the clock of one node is ten minutes ahead, and then jumps back an hour. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { talkDuring, withCrowd } from '../crowd'
import { pause, type Row } from '../trial'

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'
const clocks = new Map<string, string>()

export const skewed: Row = {
  name: 'F12',
  title: 'one clock ten minutes ahead, then an hour back',
  obstacle: () => (existsSync(library) ? null : 'libfaketime is not installed'),
  setting: () => {
    const folder = mkdtempSync(join(tmpdir(), 'community-chat-clock-'))
    const file = join(folder, 'offset')
    writeFileSync(file, '+600')
    clocks.set('present', file)
    const env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }
    return {
      launchOf: index => (index === 1 ? { env } : {}),
      ended: () => rmSync(folder, { recursive: true, force: true }),
    }
  },
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const file = clocks.get('present')!
      writeFileSync(file, '+600')
      const half = trial.by(3000, 8000, 30_000)
      await talkDuring(crowd, trial.by(8, 40, 150), pause(half))
      writeFileSync(file, '-3600')
      await talkDuring(crowd, trial.by(8, 40, 150), pause(half))
    }),
}
