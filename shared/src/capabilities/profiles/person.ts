/** A person as others see them. */
import * as z from 'zod/mini'
import { Id, line, lines, When } from '../../protocol/fields'

/** The name others read: 1–40 characters on one line. */
export const DisplayName = line(1, 40)

/** A few letters on an avatar, instead of those of the name. */
export const AvatarLetters = z.string().check(z.trim(), z.regex(/^[^\p{Cc}\p{Cs}\s]{1,4}$/u))
/** One of the eight avatar colours. */
export const AvatarColour = z.int().check(z.minimum(1), z.maximum(8))

/** One emoji, sequences such as families and flags included. */
const Emoji = z
  .string()
  .check(
    z.regex(
      /^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3])[\p{Extended_Pictographic}\p{Emoji_Component}]{1,16}$/u,
    ),
  )

/** What someone says of themselves for a while: 1–60 characters on one line; `until` absent or null is for good. */
export const NewStatus = z.strictObject({
  text: line(1, 60),
  emoji: z.optional(Emoji),
  until: z.optional(z.nullable(When)),
})
export type NewStatus = z.output<typeof NewStatus>

/** A status as others see it; after `until` nobody shows it any more. */
export const Status = z.object({
  text: z.string(),
  emoji: z.optional(z.string()),
  until: z.nullable(When),
})
export type Status = z.output<typeof Status>

/** The longest bio, in characters. */
export const longestBio = 300
/** What someone tells of themselves: at most 300 characters, several lines allowed. */
export const Bio = lines(longestBio)

/** The longest picture that is taken, in characters of base64: 135 kB. */
export const longestPicture = 180_000
/** A picture in base64, padded, on one line. */
export const NewPicture = z
  .string()
  .check(z.minLength(1), z.maxLength(longestPicture), z.regex(/^[A-Za-z0-9+/]+={0,2}$/))

/**
 * A person as others see them; `avatar` is letters on one of eight colours, shown where there is no `picture`: a path
 * on this server, another one whenever the picture changes.
 */
export const Person = z.object({
  id: Id,
  displayName: z.string(),
  avatar: z.object({ letters: z.string(), colour: z.int(), picture: z.optional(z.string()) }),
  status: z.nullable(Status),
})
export type Person = z.output<typeof Person>

/** Someone's own page: a person, and what they tell of themselves. */
export const Profile = z.extend(Person, { bio: z.string() })
export type Profile = z.output<typeof Profile>

/** The status that may be shown at a time in milliseconds; null where there is none, or its time has passed. */
export const statusAt = (status: Status | null | undefined, now: number): Status | null =>
  status && (status.until === null || Date.parse(status.until) > now) ? status : null

/** Scripts that need no spaces between words. */
export const ideograph = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u

/** The avatar's letters: one Chinese, Japanese or Korean character, or up to two initials; never half a symbol. */
export function avatarLetters(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const initial = (word = '') => [...word][0] ?? ''
  const first = initial(words[0]) || '?'
  const second = words.length > 1 ? initial(words[words.length - 1]) : ''
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
