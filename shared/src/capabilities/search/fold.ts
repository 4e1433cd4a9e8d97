/** Texts as they are compared: case, width, accents and composition are one. Both sides fold alike. Pure. */

/** A folded text, and where in the original each of its UTF-16 units came from; one place more marks the end. */
export interface Folded {
  text: string
  from: number[]
}

/** Characters with all that changes them: jamo, accents, the marks of half-width kana. */
const clusters = /[\u1100-\u11ff]+|\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu
/** What nobody sees or types: joiners, selectors, soft hyphens. */
const unseen = /\p{Cf}|\ufe0e|\ufe0f/gu
const accents = /[\u0300-\u036f]/g
const plain = /^[\x20-\x7e]*$/

/** Folds a text. */
export function fold(text: string): Folded {
  if (plain.test(text))
    return { text: text.toLowerCase(), from: Array.from({ length: text.length + 1 }, (_, i) => i) }
  const parts: string[] = []
  const from: number[] = []
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    const part = foldOne(cluster)
    for (let i = 0; i < part.length; i++) from.push(index)
    parts.push(part)
  }
  from.push(text.length)
  return { text: parts.join(''), from }
}

/** Only the folded text. */
export const folded = (text: string): string =>
  plain.test(text) ? text.toLowerCase() : text.replace(clusters, foldOne)

/** What single UTF-16 units fold to: there are few of them, and most of a text is such. */
const units = new Map<string, string>()

function foldOne(cluster: string): string {
  if (cluster.length > 1) return foldAnew(cluster)
  let known = units.get(cluster)
  if (known === undefined) units.set(cluster, (known = foldAnew(cluster)))
  return known
}

/** Lower case first and last: a capital may have its accent only after it was taken apart. */
const foldAnew = (cluster: string): string =>
  cluster
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(accents, '')
    .replace(unseen, '')
