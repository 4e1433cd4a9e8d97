/** The results as a document: the goals, then every number with its spread. */
import { cpus, loadavg, totalmem } from 'node:os'
import { execFileSync } from 'node:child_process'
import { goals } from './goals'
import type { Report } from './report'
import { shown } from './statistics'

/** What the columns are called, in the order in which they stand. */
const columns: Record<string, string> = {
  server: 'server CPU s/M',
  both: 'with database',
  deliveries: 'deliveries/s',
  answers: 'acks/s',
  later: 'CPU s put off until after',
  heard50: 'receive p50 ms',
  heard99: 'p99',
  answered50: 'ack p50 ms',
  answered99: 'p99',
  serverBusy: 'server cores',
  clientBusy: 'client cores',
  kBEach: 'kB a connection',
  empty: 'MB empty',
  full: 'MB full',
  opening: 's to open',
  idlePercent: 'idle CPU %',
  seconds: 's until all are back',
  half: 's until half are',
  cpu: 'server CPU s',
  cpuBoth: 'with database',
  failures: 'failures',
  closed: 'closed by the server',
}

/** Writes everything down. */
export function writeUp(report: Report, begun: Date, given: string[]): string {
  const minutes = (Date.now() - begun.getTime()) / 60_000
  const lines = [
    '# The server under load, measured',
    '',
    `\`npm run bench${given.length > 0 ? ` -- ${given.join(' ')}` : ''}\`, ${begun.toISOString().slice(0, 16)}Z, ${shown(minutes)} minutes.`,
    '',
    `${machine()}. ${versions()}. Load of the machine in the end: ${shown(loadavg()[0]!)}${loadavg()[0]! > 3 ? '; something else was running, so that times say little and processor seconds more' : ''}.`,
    '',
    ...setting,
    '',
    ...goalTable(report),
    '',
    ...report.scenarios().flatMap(scenario => [...table(report, scenario), '']),
    '## Remarks',
    '',
    ...report.remarks().map(text => (text.startsWith('\n|') || text.startsWith('|') ? text : `- ${text}`)),
    '',
  ]
  return lines.join('\n')
}

const setting = [
  'The server runs on core 0; the clients run on core 1 and so does the database, which is a process of its own. With',
  'two workers the server has both cores. The server is `dist/main.js` in production mode with signed-in people, rights',
  'and the durable archive; only its limits of rate are off. Bodies are 100 bytes. CPU s/M is user and system seconds a',
  'million deliveries; a table shows the median of the rounds and their range. Memory of Node programs is resident,',
  'after a collection, without the database. Everybody counts what they hear; the speakers and some of the listeners',
  'of each room also check that nothing is lost, comes twice or out of order. Between loads everyone waits until the',
  'server is calm: what ours put off under load (making messages findable) is in a column of its own, with its database.',
]

function goalTable(report: Report): string[] {
  const rows = goals(report).map(({ name, wanted, found, isMet }) => {
    const verdict = isMet === null ? 'not measured' : isMet ? 'met' : 'not met'
    return `| ${name} | ${wanted} | ${found} | ${verdict} |`
  })
  return ['## Goals', '', '| goal | wanted | measured | |', '| --- | --- | --- | --- |', ...rows]
}

function table(report: Report, scenario: string): string[] {
  const names = Object.keys(columns).filter(name => report.names(scenario).includes(name))
  const rows = report.systems(scenario).map(system => {
    const cells = names.map(name => {
      const { median, lowest, highest } = report.spread(scenario, system, name)
      if (Number.isNaN(median)) return '–'
      return lowest === highest ? shown(median) : `${shown(median)} (${shown(lowest)}–${shown(highest)})`
    })
    return `| ${[system, ...cells].join(' | ')} |`
  })
  const head = ['', ...names.map(name => columns[name])]
  return [
    `## ${scenario}`,
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows,
  ]
}

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`

const versions = (): string =>
  ['mosquitto', 'redis-server', 'ejabberd'].map(name => `${name} ${versionOf(name)}`).join(', ')

function versionOf(name: string): string {
  try {
    return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return 'not here'
  }
}
