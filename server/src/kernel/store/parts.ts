/** What is written behind, in parts: a store with one writer answers nobody else while it writes one. */

const rowsPerPart = 8

/** The part under way: all that is written behind on this node takes turns. */
let last: Promise<unknown> = Promise.resolve()

/** Writes many rows a few at a time, one part after the other, so that whoever waits for the store waits for one of them. */
export async function writeInParts<T>(
  rows: readonly T[],
  write: (part: T[]) => Promise<unknown>,
): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsPerPart) {
    const part = last.then(() => write(rows.slice(i, i + rowsPerPart)))
    last = part.catch(() => undefined)
    await part
  }
}
