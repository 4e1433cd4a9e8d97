/**
 * `npm test`: installs, then types, lint, format, units, server, client, the three builds of the client with their
 * budgets, a real browser and a simulated WeChat.
 * `npm run check` is the same without those builds. The last line counts: `N passed, N failed`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { install, bin, root, run } from './workspace.mjs'

const quick = process.argv.includes('--check')
const others = process.argv.slice(2).filter(arg => arg !== '--check')
/** The files that `npm run check` does not run, and the one that runs alone. */
const leftOut = quick ? ['/browser/', '/law/', '/weapp/'] : []
const faults = '/faults/quick'
let passed = 0
let failed = 0

process.chdir(root)
await step('install', install)
const { buildMini, buildPage, buildServer } = await import('./build.mjs')
await step('server build', buildServer)
const steps = []
if (!quick) {
  const { installDebianPackages } = await import('./debian.mjs')
  await step('packages of the system', installDebianPackages)
  steps.push(['page build', buildPage])
  for (const kind of ['weapp', 'alipay']) steps.push([`${kind} build`, () => buildMini(kind)])
}
for (const part of ['server', 'miniapp', 'server/embedded-mongo', 'shared']) {
  steps.push([`types of ${part}`, () => run(bin('tsc'), ['-p', part, '--noEmit'], { quiet: true })])
}
const ours = ['server', 'shared', 'miniapp']
steps.push(
  ['format', () => run(bin('prettier'), ['--check', '--log-level', 'warn', ...ours], { quiet: true })],
  ['lint', () => run(bin('oxlint'), ['--deny-warnings', ...ours], { quiet: true })],
)
await sideBySide(steps)
await jest()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

async function step(name, work) {
  const begun = Date.now()
  try {
    await work()
    passed++
    console.log(`✓ ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failed++
    console.error(`✗ ${name}: ${error.message}`)
    // Without its dependencies, Redis or a browser nothing below can tell anything.
    if (name === 'install' || name === 'packages of the system') {
      console.log(`${passed} passed, ${failed} failed`)
      process.exit(1)
    }
  }
}

/** As many at a time as there are cores. */
async function sideBySide(steps) {
  const next = async () => {
    for (let one = steps.shift(); one; one = steps.shift()) await step(...one)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, next))
}

/**
 * All tests, the faults with the machine for themselves: they share it with a server, its database and its crowd already.
 * Then, once more and alone, the files that wait for a browser or a simulated phone and failed beside others: a busy
 * machine is not their subject. What passes only then is named.
 */
async function jest() {
  // Half of the time of the tests is waiting: a worker for every core, not one less. More would starve the law of sync,
  // whose devices must come to rest in time.
  const workers = `--maxWorkers=${availableParallelism()}`
  const isWhole = others.length === 0
  const first = await runJest([workers, ...others], isWhole ? [...leftOut, faults] : leftOut)
  add(first)
  if (isWhole) add(await runJest(['--runInBand', faults], leftOut))
  const again = first.failing.filter(file => /\/(browser|weapp)\//.test(file))
  if (again.length === 0) return
  const second = await runJest(['--runInBand', '--runTestsByPath', ...again], leftOut)
  for (const file of again.filter(one => !second.failing.includes(one)))
    console.log(`only passed alone: ${relative(root, file)}`)
  passed += second.passed - first.passedIn(again)
  failed += second.failed - first.failedIn(again)
}

function add(run) {
  passed += run.passed
  failed += run.failed
}

/** Runs jest; counts tests, and a file that could not even be read as one that failed. */
async function runJest(more, ignored) {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-'))
  const results = join(folder, 'results.json')
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    `--testSequencer=${join(root, 'server/scripts/slowest-first.mjs')}`,
    // A limiter's timer or a browser's last breath must not keep the command waiting.
    '--forceExit',
    '--json',
    `--outputFile=${results}`,
    ...['/node_modules/', ...ignored].flatMap(one => ['--testPathIgnorePatterns', one]),
  ]
  await run(process.execPath, [...args, ...more]).catch(() => undefined)
  if (!existsSync(results)) {
    console.error('✗ jest ended without results')
    return { failing: [], passed: 0, failed: 1, passedIn: () => 0, failedIn: () => 0 }
  }
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  const count = (files, status) =>
    files.reduce((sum, { assertionResults: all }) => sum + all.filter(one => one.status === status).length, 0)
  const failuresOf = files =>
    count(files, 'failed') +
    files.filter(one => one.status === 'failed' && count([one], 'failed') === 0).length
  const named = names => testResults.filter(({ name }) => names.includes(name))
  return {
    failing: testResults.filter(({ status }) => status === 'failed').map(({ name }) => name),
    passed: count(testResults, 'passed'),
    failed: failuresOf(testResults),
    passedIn: names => count(named(names), 'passed'),
    failedIn: names => failuresOf(named(names)),
  }
}
