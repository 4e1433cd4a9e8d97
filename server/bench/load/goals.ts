/** What the server is to reach, held against what was measured in the same run. */
import type { Report } from './report'
import { shown } from './statistics'

/** One goal; `isMet` is null where something it needs was not measured. */
export interface Goal {
  name: string
  wanted: string
  found: string
  isMet: boolean | null
}

const us = 'Community Chat'
/** What is compared, in words. */
const words: Record<string, string> = {
  deliveries: 'deliveries/s',
  server: 'CPU s/M',
  heard99: 'p99',
  kBEach: 'kB a connection',
  seconds: 'time until all are back',
}
type Value = (scenario: string, system: string, what: string) => number

/** All goals with what was found. */
export function goals(report: Report): Goal[] {
  const { value } = report
  const least = atLeast(value)
  const most = atMost(value)
  return [
    least('G1', 'S2max', 'deliveries', 10, 'socket.io'),
    least('G1', 'S2max', 'deliveries', 50, 'ejabberd'),
    least('G1', 'S2max', 'deliveries', 0.5, 'redis pub/sub'),
    most('G2', 'S3lat', 'server', 1.2, 'bare ws'),
    most('G2', 'S3lat', 'server', 0.75, 'socket.io'),
    most('G2', 'S3lat', 'server', 1.1, 'mosquitto'),
    least('G3', 'S3max', 'deliveries', 3, 'socket.io'),
    least('G3', 'S3max', 'deliveries', 2, 'mosquitto'),
    most('G4', 'S2hot', 'server', 0.5, 'bare ws'),
    limit('G4', 'S2hot p99', 50, 'ms', value('S2hot', us, 'heard99')),
    limit('G5', 'S3lat p99', 10, 'ms', value('S3lat', us, 'heard99')),
    most('G5', 'S3lat', 'heard99', 0.5, 'socket.io'),
    ...durable(value),
    limit('G7', 'S1 a connection', 15, 'kB', value('S1', us, 'kBEach')),
    most('G7', 'S1', 'kBEach', 1, 'socket.io'),
    limit('G7', 'S1 in all', 250, 'MB', value('S1', us, 'full')),
    limit('G7', 'S1 idle', 1, '% of a core', value('S1', us, 'idlePercent')),
    most('G8', 'S5', 'seconds', 2, 'bare ws'),
    most('G8', 'S5', 'seconds', 1, 'socket.io'),
    limit('G8', 'S5 failures', 0, '', report.spread('S5', us, 'failures').highest),
    limit('G9', 'lost, duplicate or out of order', 0, '', report.faults(us)),
    limit(
      'G9',
      'p99 with a slow reader',
      1.1,
      '× that without',
      value('slow', 'with', 'heard99') / value('slow', 'without', 'heard99'),
    ),
    limit(
      'G10',
      'S3lat CPU of two workers',
      1.25,
      '× that of one process',
      value('S3lat', `${us}, 2 workers`, 'server') / value('S3lat', us, 'server'),
    ),
  ]
}

function durable(value: Value): Goal[] {
  const acks = value('S4', us, 'answers')
  const batched = bestBatch(value)
  const single = value('S4', 'database, one by one', 'answers')
  return [
    reach('G6', "S4 acks/s × the database's own batches", 0.7, acks / batched.rate),
    reach('G6', 'S4 acks/s × ejabberd', 5, acks / value('S4', 'ejabberd', 'answers')),
    reach('G6', 'S4 acks/s × one insert a message', 3, acks / single),
    limit('G6', 'S4 ack p99', 2, '× one batch', value('S4', us, 'answered99') / batched.time),
  ]
}

/** The fastest shape of batches, a second, and the milliseconds of one in the middle. */
function bestBatch(value: Value): { rate: number; time: number } {
  const shapes = ['8 × 25', '2 × 100', '1 × 200'].map(shape => ({
    rate: value('S4', `database, ${shape}`, 'answers'),
    time: value('S4', `database, ${shape}`, 'answered50'),
  }))
  return shapes.reduce((best, one) => (one.rate > best.rate ? one : best))
}

const atLeast =
  (value: Value) =>
  (name: string, scenario: string, what: string, factor: number, other: string): Goal =>
    reach(
      name,
      `${scenario} ${words[what]} × ${other}`,
      factor,
      value(scenario, us, what) / value(scenario, other, what),
    )

const atMost =
  (value: Value) =>
  (name: string, scenario: string, what: string, factor: number, other: string): Goal =>
    limit(
      name,
      `${scenario} ${words[what]}`,
      factor,
      `× ${other}`,
      value(scenario, us, what) / value(scenario, other, what),
    )

const reach = (name: string, what: string, wanted: number, found: number): Goal => ({
  name,
  wanted: `${what} ≥ ${wanted}`,
  found: shown(found),
  isMet: Number.isFinite(found) ? found >= wanted : null,
})

const limit = (name: string, what: string, wanted: number, unit: string, found: number): Goal => ({
  name,
  wanted: `${what} ≤ ${wanted} ${unit}`.trim(),
  found: shown(found),
  isMet: Number.isFinite(found) ? found <= wanted : null,
})
