/** Finding the words of a query in a text: whether, where, how well, and what of it to show. Pure. */
import { fold, folded, type Folded } from './fold'
import { piecesOf } from './tokens'

/** A stretch of the original text, in UTF-16 units. */
export interface Range {
  at: number
  length: number
}

/** A part of a text, and where in that part the query's words stand. */
export interface Snippet {
  text: string
  ranges: Range[]
}

const letter = /[\p{L}\p{N}\p{M}]/u
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
/** The most places that are marked in one text. */
const mostRanges = 50

/**
 * Whether a text holds all terms, wherever in it. A term of one or two letters only counts where a word begins with
 * it, one of a single letter only where it is the word.
 */
export const holds = (text: string, terms: string[]): boolean => {
  const whole = folded(text)
  return terms.every(term => placesOf(whole, term, 1).length > 0)
}

/** How well a text answers, 0–100: whole words before beginnings before insides, and all words in one row best. */
export function relevance(text: string, terms: string[]): number {
  if (terms.length === 0) return 0
  const whole = folded(text)
  const each = terms.map(term => Math.max(0, ...placesOf(whole, term, 20).map(at => fit(whole, term, at))))
  const mean = each.reduce((sum, one) => sum + one, 0) / terms.length
  const inOneRow = terms.length > 1 && whole.replace(/\s+/gu, ' ').includes(terms.join(' '))
  return Math.round(mean * (inOneRow || terms.length === 1 ? 100 : 75))
}

/** Where a text holds the terms, in order, without overlaps. */
export function rangesOf(text: string, terms: string[]): Range[] {
  const whole = fold(text)
  const found = terms
    .flatMap(term => placesOf(whole.text, term, mostRanges).map(at => original(whole, at, term.length)))
    .sort((a, b) => a.at - b.at || b.length - a.length)
  const joined: Range[] = []
  for (const one of found) {
    const last = joined.at(-1)
    if (last && one.at <= last.at + last.length)
      last.length = Math.max(last.length, one.at + one.length - last.at)
    else joined.push({ ...one })
  }
  return joined.slice(0, mostRanges)
}

/** A part of a text around the first of the terms, on one line, of about `length` characters. */
export function snippetOf(text: string, terms: string[], length = 80): Snippet {
  const flat = text.replace(/\s/gu, ' ')
  const ranges = rangesOf(flat, terms)
  const first = ranges[0]?.at ?? 0
  const from = first <= length / 2 ? 0 : begin(flat, first - Math.floor(length / 4))
  const to = from + length >= flat.length ? flat.length : end(flat, from + length)
  const lead = from > 0 ? '…' : ''
  return {
    text: `${lead}${flat.slice(from, to)}${to < flat.length ? '…' : ''}`,
    ranges: ranges
      .filter(one => one.at >= from && one.at + one.length <= to)
      .map(one => ({ at: one.at - from + lead.length, length: one.length })),
  }
}

/** The places of a term in a folded text, at most so many. */
function placesOf(whole: string, term: string, atMost: number): number[] {
  const parts = piecesOf(term)
  const [head, tail] = [parts[0], parts.at(-1)]
  const short = (part: typeof head) => (part?.kind === 'word' ? [...part.text].length : Infinity)
  const beginsWord = head?.at === 0 && short(head) <= 2
  const endsWord = tail !== undefined && tail.at + tail.text.length === term.length && short(tail) === 1
  const found: number[] = []
  for (let at = whole.indexOf(term); at >= 0 && found.length < atMost; at = whole.indexOf(term, at + 1)) {
    if (beginsWord && isWordBefore(whole, at)) continue
    if (endsWord && isWordAt(whole, at + term.length)) continue
    found.push(at)
  }
  return found
}

const fit = (whole: string, term: string, at: number): number =>
  isWordBefore(whole, at) ? 0.5 : isWordAt(whole, at + term.length) ? 0.75 : 1

const inWord = (character: string) => letter.test(character) && !ideograph.test(character)
const isWordAt = (whole: string, at: number): boolean => {
  const point = whole.codePointAt(at)
  return point !== undefined && inWord(String.fromCodePoint(point))
}
const isWordBefore = (whole: string, at: number): boolean =>
  at > 0 && inWord([...whole.slice(Math.max(0, at - 2), at)].at(-1)!)

function original({ from }: Folded, at: number, length: number): Range {
  const start = from[at]!
  // Several folded units may come from one character: all of it is marked.
  let end = at + length
  while (end < from.length - 1 && from[end] === from[end - 1]) end++
  return { at: start, length: from[end]! - start }
}

/** Places where no character is cut in two; a space near by is taken instead. */
function begin(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  const found = space >= 0 && space - at < 12 ? space + 1 : at
  return isLow(text, found) ? found - 1 : found
}
const end = (text: string, at: number): number => (isLow(text, at) ? at - 1 : at)
const isLow = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text[at] ?? '')
