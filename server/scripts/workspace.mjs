/** What the commands share: where things are, running a step, and knowing what is stale. Needs nothing but Node. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const pnpmVersion = '10.34.9'
const stamps = join(root, 'node_modules/.stamps')

/** Runs a program in the repository; rejects when it fails. With `quiet` its output is shown only then. */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    const output = []
    child.stdout?.on('data', data => output.push(data))
    child.stderr?.on('data', data => output.push(data))
    child.on('error', reject)
    child.on('close', code => {
      const text = Buffer.concat(output).toString()
      if (code === 0) return resolve(text)
      if (quiet) process.stderr.write(text)
      reject(Object.assign(new Error(`${command} ${args.join(' ')} failed`), { code, output: text }))
    })
  })
}

/** A program that a package of the workspace brings. */
export const bin = (name, where = '.') => join(root, where, 'node_modules/.bin', name)

/** Runs `work` unless `name` was done with just these files and settings; folders are looked through. */
export async function unlessFresh(name, inputs, outputs, work, settings = '') {
  const stamp = join(stamps, name)
  const hash = hashOf(inputs) + settings
  const fresh =
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash &&
    outputs.every(file => existsSync(join(root, file)))
  if (fresh) return false
  await work()
  const missing = outputs.find(file => !existsSync(join(root, file)))
  if (missing) throw new Error(`${name} ended, but ${missing} is not there`)
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, hash)
  return true
}

/** Installs what the lockfile names, with the pinned pnpm, unless that is done. */
export async function install() {
  const inputs = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'server/package.json',
    'server/embedded-mongo/package.json',
    'shared/package.json',
    'miniapp/package.json',
  ]
  await unlessFresh(
    'install',
    inputs,
    ['node_modules/.pnpm', 'server/node_modules', 'miniapp/node_modules'],
    async () => {
      console.log('Installing dependencies (once)…')
      await run('npx', ['--yes', `pnpm@${pnpmVersion}`, 'install', '--frozen-lockfile', '--prefer-offline'], {
        quiet: true,
        env: { CI: 'true' },
      })
    },
  )
}

function hashOf(inputs) {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(input => filesIn(input)))
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesIn(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full)
    .filter(name => name !== 'node_modules' && name !== 'dist')
    .sort()
    .flatMap(name => filesIn(join(path, name)))
}
