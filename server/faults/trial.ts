/** One run of a row: its seed, how much of it is asked for, what it measured and what it found. */
import { type Chance, chance } from '../src/law/chance'
import type { Setting, Stage } from './stage'

/** quick: beside other tests, on a busy machine. usual: by hand. full: everything that the matrix asks for. */
export type Size = 'quick' | 'usual' | 'full'

/** What a row works with. */
export interface Trial {
  seed: number
  size: Size
  dice: Chance
  findings: string[]
  figures: Record<string, number>
  /** Something that must not be was. */
  find: (text: string) => void
  /** Notes a number, the larger of two; with `most` it is a finding above that. */
  measure: (name: string, value: number, most?: number) => void
  /** The same for what depends on the speed of the machine: judged only where nothing else runs on it. */
  time: (name: string, value: number, most: number) => void
  /** One of three, by the size of the trial. */
  by: <T>(quick: T, usual: T, full: T) => T
}

/** A row of the fault matrix. */
export interface Row {
  /** As in the matrix: F1 to F21. */
  name: string
  title: string
  /** Why it cannot be run on this machine, if so. */
  obstacle?: () => string | null
  /** How the stage is set on which all of its trials happen. */
  setting?: (size: Size) => Setting
  /** Whether nothing in it is left to chance: beside other tests once is enough. */
  isSeedless?: boolean
  /** Whether it is measured once and for longer, whatever the seeds: its chance is the machine's alone. */
  isMeasuredOnce?: boolean
  /** Whether it mostly waits, so that others may run beside it. */
  mostlyWaits?: boolean
  /** Whether its trials do not disturb one another, so that they may wait at the same time. */
  isSideBySide?: boolean
  /** Does what the row is about, and judges it. */
  act: (trial: Trial, stage: Stage) => Promise<void>
}

/** Prepares a trial. */
export function aTrial(seed: number, size: Size): Trial {
  const findings: string[] = []
  const figures: Record<string, number> = {}
  const measure = (name: string, value: number, most = Infinity) => {
    figures[name] = Math.max(figures[name] ?? -Infinity, value)
    if (!(value <= most)) findings.push(`${name}: ${round(value)}, at most ${most} is allowed`)
  }
  return {
    ...{ seed, size, findings, figures, dice: chance(seed), measure },
    find: text => void findings.push(text),
    time: (name, value, most) => measure(name, value, size === 'quick' ? Infinity : most),
    by: (quick, usual, full) => ({ quick, usual, full })[size],
  }
}

/** The value below which that share of some numbers lies; 0 where there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** A number as it is printed. */
export const round = (value: number): string => String(Math.round(value * 10) / 10)

/** Waits a little. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

/** Waits until something is so; the milliseconds that it took, Infinity where it was not so in time. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  milliseconds: number,
  every = 20,
): Promise<number> {
  const begun = Date.now()
  while (!(await isSo())) {
    if (Date.now() - begun > milliseconds) return Infinity
    await pause(every)
  }
  return Date.now() - begun
}
