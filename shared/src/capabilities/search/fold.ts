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
  let out = ''
  const from: number[] = []
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    const folded = foldOne(cluster)
    for (let i = 0; i < folded.length; i++) from.push(index)
    out += folded
  }
  return { text: out, from: [...from, text.length] }
}

/** Only the folded text. */
export const folded = (text: string): string => fold(text).text

/** Lower case first and last: a capital may have its accent only after it was taken apart. */
const foldOne = (cluster: string): string =>
  cluster
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(accents, '')
    .replace(unseen, '')
