/**
 * `npm test`: installs, then types, lint, format, units, server, client, the three builds of the client with their
 * budgets, a real browser and a simulated WeChat.
 * `npm run check` is the same without those builds. The last line counts: `N passed, N failed`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, bin, root, run } from './workspace.mjs'

const quick = process.argv.includes('--check')
const others = process.argv.slice(2).filter(arg => arg !== '--check')
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

async function jest() {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-'))
  const results = join(folder, 'results.json')
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    // Half of the time of the tests is waiting: a worker for every core, not one less. More would starve the law of
    // sync, whose devices must come to rest in time.
    `--maxWorkers=${availableParallelism()}`,
    `--testSequencer=${join(root, 'server/scripts/slowest-first.mjs')}`,
    // A limiter's timer or a browser's last breath must not keep the command waiting.
    '--forceExit',
    '--json',
    `--outputFile=${results}`,
  ]
  if (quick) args.push('--testPathIgnorePatterns', '/browser/', '/law/', '/weapp/')
  await run(process.execPath, [...args, ...others]).catch(() => undefined)
  if (!existsSync(results)) {
    failed++
    console.error('✗ jest ended without results')
    return
  }
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(
    readFileSync(results, 'utf8'),
  )
  passed += numPassedTests
  // A suite that could not even be read has no failed test to count.
  failed +=
    numFailedTests +
    testResults.filter(one => one.status === 'failed' && one.assertionResults.length === 0).length
  if (numFailedTestSuites > 0 && failed === 0) failed++
  rmSync(folder, { recursive: true, force: true })
}
