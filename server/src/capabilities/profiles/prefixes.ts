/** Finding by words: a name is kept with the beginnings of its words, so that an index answers. Pure. */
import { ideograph } from '@community-chat/shared/capabilities/profiles/person'

/** The longest beginning that is kept, in characters; a longer word of a query is compared in full besides. */
const longest = 8

/** A text as it is compared: upper and lower case, wide and narrow forms are one. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

const wordsOf = (text: string): string[] =>
  folded(text)
    .split(/[\s\p{P}]+/u)
    .filter(Boolean)

/** All beginnings of all words of a name. Scripts without spaces begin a word at every character. */
export function prefixesOf(name: string): string[] {
  const found = new Set<string>()
  for (const word of wordsOf(name)) {
    const letters = [...word]
    letters.forEach((letter, i) => {
      if (i > 0 && !ideograph.test(letter) && !ideograph.test(letters[i - 1]!)) return
      for (let end = i + 1; end <= Math.min(i + longest, letters.length); end++)
        found.add(letters.slice(i, end).join(''))
    })
  }
  return [...found]
}

/** The beginnings that a query asks for, as a filter of the store; null where nothing can be found. */
export function beginningsOf(query: string): { prefixes: { $all: string[] } } | null {
  const words = wordsOf(query)
  if (words.length === 0) return null
  return { prefixes: { $all: words.map(word => [...word].slice(0, longest).join('')) } }
}

/** What a name must have for a query to find it, long words in full; null where nothing can be found. */
export function filterOf(query: string): object | null {
  const words = wordsOf(query)
  if (words.length === 0) return null
  const long = words.filter(word => [...word].length > longest)
  return {
    ...beginningsOf(query),
    ...(long.length > 0 ? { $and: long.map(word => ({ nameKey: { $regex: escaped(word) } })) } : {}),
  }
}

/** The same for a row that is at hand. */
export function isFound(
  query: string,
  { nameKey, prefixes }: { nameKey: string; prefixes: string[] },
): boolean {
  const words = wordsOf(query)
  const begins = (word: string) => prefixes.includes([...word].slice(0, longest).join(''))
  return words.length > 0 && words.every(word => begins(word) && nameKey.includes(word))
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
