/**
 * The tokens that a text is found by, and those that a query asks for. Pure.
 *
 * Scripts without spaces: every character and every two in a row. Words of other scripts: every three letters in a
 * row, so that their inside is found too, their first two, and a single letter that is a word. Emoji: themselves.
 */
import { folded } from './fold'

/** The most tokens that one text is found by: some 500 Chinese characters, or 5,000 letters. What follows is not found. */
export const mostTokens = 1000
/** The most tokens that one query asks for: more find nothing else, as every hit is compared in full. */
const mostAsked = 12
/** The most words of a query. */
export const mostTerms = 8

const pieces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3005\u30fc]+|[\p{L}\p{N}\p{M}]|[\p{Extended_Pictographic}\p{Regional_Indicator}]/gu
const ideographs = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3005\u30fc]/u
const letters = /^[\p{L}\p{N}\p{M}]/u

/** A stretch of one kind in a folded text: ideographs, a word, or one symbol. */
export interface Piece {
  kind: 'ideographs' | 'word' | 'symbol'
  text: string
  at: number
}

/** The pieces of a folded text, in order; what separates them is left out. */
export function piecesOf(text: string): Piece[] {
  const found: Piece[] = []
  for (const { 0: part, index } of text.matchAll(pieces)) {
    const kind = ideographs.test(part) ? 'ideographs' : letters.test(part) ? 'word' : 'symbol'
    const last = found.at(-1)
    if (kind === 'word' && last?.kind === 'word' && last.at + last.text.length === index) last.text += part
    else found.push({ kind, text: part, at: index })
  }
  return found
}

/** The tokens that a text is found by, at most `mostTokens`, those of its beginning first. */
export function tokensOf(text: string): string[] {
  const found = new Set<string>()
  for (const { kind, text: piece } of piecesOf(folded(text))) {
    const characters = [...piece]
    if (kind !== 'word') for (const one of characters) found.add(one)
    if (kind === 'ideographs') for (const one of runs(characters, 2)) found.add(one)
    if (kind === 'word') {
      found.add(characters.slice(0, 2).join(''))
      for (const one of runs(characters, 3)) found.add(one)
    }
    if (found.size >= mostTokens) break
  }
  return [...found].slice(0, mostTokens)
}

/** The words of a query, folded, each once, at most `mostTerms`. */
export const termsOf = (query: string): string[] =>
  [...new Set(folded(query).split(/\s+/u).filter(Boolean))].slice(0, mostTerms)

/** The tokens that whatever holds all these terms has; none where nothing can be looked up. */
export function tokensFor(terms: string[]): string[] {
  const all = new Set<string>()
  for (const term of terms)
    for (const { kind, text } of piecesOf(term)) {
      const characters = [...text]
      const wanted = kind === 'ideographs' ? 2 : kind === 'word' ? 3 : 1
      if (characters.length < wanted) all.add(text)
      else for (const one of runs(characters, wanted)) all.add(one)
    }
  return sample([...all], mostAsked)
}

function runs(characters: string[], length: number): string[] {
  const found: string[] = []
  for (let i = 0; i + length <= characters.length; i++) found.push(characters.slice(i, i + length).join(''))
  return found
}

const sample = (all: string[], atMost: number): string[] =>
  all.length <= atMost
    ? all
    : Array.from({ length: atMost }, (_, n) => all[Math.floor((n * all.length) / atMost)]!)
