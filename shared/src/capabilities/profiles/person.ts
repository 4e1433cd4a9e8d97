/** A person as others see them. */
import * as z from 'zod/mini'
import { Id, line } from '../../protocol/fields'

/** The name others read: 1–40 characters on one line. */
export const DisplayName = line(1, 40)

/** A person as others see them; `avatar` is letters on one of eight colours until they choose a picture. */
export const Person = z.object({
  id: Id,
  displayName: z.string(),
  avatar: z.object({ letters: z.string(), colour: z.int() }),
})
export type Person = z.output<typeof Person>

const ideograph = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u

/** The avatar's letters: one Chinese, Japanese or Korean character, or up to two initials; never half a symbol. */
export function avatarLetters(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const initial = (word = '') => [...word][0] ?? ''
  const first = initial(words[0]) || '?'
  const second = words.length > 1 ? initial(words.at(-1)) : ''
  // A second initial of the other script would not be one with the first.
  return ideograph.test(first) || ideograph.test(second)
    ? first.toUpperCase()
    : (first + second).toUpperCase()
}

/** The avatar's colour, 1–8: the sum of the id's character codes, so that it never changes with the name. */
export function avatarColour(id: string): number {
  let sum = 0
  for (let i = 0; i < id.length; i++) sum += id.charCodeAt(i)
  return (sum % 8) + 1
}
