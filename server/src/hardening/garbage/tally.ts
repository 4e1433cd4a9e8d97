/** What came back while garbage was thrown. */

/** Counts by kind of answer, and what should never have come. */
export interface Tally {
  sent: number
  answers: Record<string, number>
  /** At most 20 of them. */
  wrong: string[]
}

export const newTally = (): Tally => ({ sent: 0, answers: {}, wrong: [] })

/** Counts an answer; where it tells of a bug or of the server's inside, it is kept with what it answers. */
export function count(tally: Tally, kind: string, text: string, asked: Buffer | string): void {
  tally.answers[kind] = (tally.answers[kind] ?? 0) + 1
  const tells = /"code":"internal"|node_modules|\bat [^"]{1,200}:\d+:\d+|\.(ts|mjs|js):\d+|Error:/.test(text)
  if (tells || kind === '500') note(tally, `${kind}: ${text.slice(0, 300)} to ${String(asked).slice(0, 600)}`)
}

/** Keeps something that should not be. */
export function note(tally: Tally, what: string): void {
  if (tally.wrong.length < 20) tally.wrong.push(what)
}
