/** `npm run audit`: what is known against the installed packages; fails where something high or critical is. */
import { pnpmVersion, root, run } from './workspace.mjs'

process.chdir(root)
const text = await run('npx', ['--yes', `pnpm@${pnpmVersion}`, 'audit', '--json'], { quiet: true }).catch(
  error => error.output ?? error.message,
)
const begin = text.indexOf('{')
const report = begin < 0 ? null : parsed(text.slice(begin))
if (!report?.metadata) {
  console.log('The registry gave no report, so nothing is known; try again where it answers.')
  process.exit(2)
}
const { high = 0, critical = 0, moderate = 0, low = 0 } = report.metadata.vulnerabilities
for (const { severity, module_name: name, title, patched_versions: fixed } of Object.values(
  report.advisories ?? {},
))
  console.log(`${severity}: ${name}: ${title} (fixed in ${fixed})`)
console.log(`${critical} critical, ${high} high, ${moderate} moderate, ${low} low`)
process.exit(high + critical > 0 ? 1 : 0)

function parsed(json) {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
