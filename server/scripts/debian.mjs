/** The system's packages that the tests need: installed where that is possible, named where it is not. */
import { existsSync } from 'node:fs'
import { run } from './workspace.mjs'

const needed = {
  'redis-server': '/usr/bin/redis-server',
  chromium: '/usr/bin/chromium',
  'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
}

/** Makes sure of Redis, of a browser and of fonts that can draw Chinese and emoji, and of what is named besides. */
export async function installDebianPackages(besides = {}) {
  const all = { ...needed, ...besides }
  const missing = Object.keys(all).filter(name => !existsSync(all[name]))
  if (missing.length === 0) return
  const may = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!may) throw new Error(`Missing are ${missing.join(', ')}: sudo apt-get install ${missing.join(' ')}`)
  console.log(`Installing ${missing.join(', ')}…`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { quiet: true, env })
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { quiet: true, env })
}
