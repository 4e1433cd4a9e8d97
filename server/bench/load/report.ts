/** Gathers what was measured, says it as it comes, and writes it down. */
import { type Profile, topOf, topOurs, topOwners } from './profile'
import { median, shown, type Spread, spreadOf } from './statistics'
import type { Outcome } from './talk'

/** Rounds of one scenario of one system, by what was measured. */
type Rounds = Map<string, Map<string, Record<string, number[]>>>

/** What is known so far. */
export interface Report {
  /** Notes one round. */
  note: (scenario: string, system: string, values: Record<string, number>) => void
  wrong: (scenario: string, system: string, outcome: Outcome) => void
  profile: (scenario: string, profile: Profile) => void
  /** The median of the rounds; NaN of what was not measured. */
  value: (scenario: string, system: string, what: string) => number
  spread: (scenario: string, system: string, what: string) => Spread
  systems: (scenario: string) => string[]
  scenarios: () => string[]
  names: (scenario: string) => string[]
  /** Every message that was lost, heard twice or out of order; of systems whose name begins so. */
  faults: (system?: string) => number
  /** Notes something in words. */
  remark: (text: string) => void
  /** Notes that something could not be measured, so that the command fails in the end. */
  fail: (text: string) => void
  failed: () => boolean
  remarks: () => string[]
}

/** Begins with nothing. */
export function openReport(): Report {
  const rounds: Rounds = new Map()
  const remarks: string[] = []
  const wrongs = new Map<string, number>()

  function note(scenario: string, system: string, values: Record<string, number>): void {
    const systems = rounds.get(scenario) ?? new Map<string, Record<string, number[]>>()
    rounds.set(scenario, systems)
    const all = systems.get(system) ?? {}
    systems.set(system, all)
    for (const [what, value] of Object.entries(values)) (all[what] ??= []).push(value)
    const line = Object.entries(values).map(([what, value]) => `${what} ${shown(value)}`)
    console.log(`${scenario} ${system}: ${line.join(', ')}`)
  }

  function remark(text: string): void {
    remarks.push(text)
    console.log(text)
  }

  function profile(scenario: string, profile: Profile): void {
    const tables = {
      function: topOf,
      'file, package or module': topOwners,
      'function of ours, with what it called': topOurs,
    }
    for (const [title, top] of Object.entries(tables)) {
      remark(`\n| ${scenario}: ${title} | part of the busy time |\n| --- | --- |`)
      for (const { name, part } of top(profile, 30)) remark(`| ${name} | ${(part * 100).toFixed(1)} % |`)
    }
  }

  let hasFailed = false
  function fail(text: string): void {
    hasFailed = true
    remark(text)
  }

  const of = (scenario: string, system: string, what: string) =>
    rounds.get(scenario)?.get(system)?.[what] ?? []
  return {
    note,
    profile,
    remark,
    fail,
    failed: () => hasFailed,
    wrong(scenario, system, { lost, duplicate, disordered, closed, refused }) {
      wrongs.set(system, (wrongs.get(system) ?? 0) + lost + duplicate + disordered)
      remark(`${scenario} ${system}: ${lost} lost, ${duplicate} duplicate, ${disordered} out of order.`)
      if (closed > 0) remark(`${scenario} ${system}: ${closed} connections closed by the server.`)
      if (refused.length > 0)
        remark(`${scenario} ${system}: ${refused.length} refusals, first: ${refused[0]}`)
    },
    value: (scenario, system, what) => median(of(scenario, system, what)),
    spread: (scenario, system, what) => spreadOf(of(scenario, system, what)),
    scenarios: () => [...rounds.keys()],
    systems: scenario => [...(rounds.get(scenario)?.keys() ?? [])],
    names: scenario => [...new Set([...(rounds.get(scenario)?.values() ?? [])].flatMap(Object.keys))],
    faults: system =>
      [...wrongs].reduce((sum, [name, count]) => sum + (!system || name.startsWith(system) ? count : 0), 0),
    remarks: () => remarks,
  }
}
