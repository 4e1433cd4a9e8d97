/** The parts of a text that call people: whether they are right, and whom they call. Pure. */
import { everyone, type Mention, type Said } from '../messages/content'

/** An at sign and a name, on one line and of whole characters. */
const called = /^@[^\p{Cc}\p{Cs}\u2028\u2029]+$/u

/** The first span that is not right: outside the text, over another one, or not a name behind an at sign; else null. */
export function wrongSpan(
  text: string,
  spans: readonly Mention[],
): { index: number; message: string } | null {
  for (const [index, { at, length }] of spans.entries()) {
    if (at + length > text.length) return { index, message: 'It ends behind the text.' }
    if (!called.test(text.slice(at, at + length)))
      return { index, message: 'It is an at sign and a name behind it.' }
    const isOver = (other: Mention) => other.at < at + length && at < other.at + other.length
    if (spans.some((other, i) => i < index && isOver(other)))
      return { index, message: 'It stands over another one.' }
  }
  return null
}

/** The spans of what was said, in the order of the text; none where it is no text. */
export const spansOf = (content: Said | null): readonly Mention[] =>
  content && 'text' in content && content.mentions ? [...content.mentions].sort((a, b) => a.at - b.at) : []

/** Whom something calls: ids, and `all` for everyone, each once. */
export const calledIn = (content: Said | null): string[] => [
  ...new Set(spansOf(content).map(({ userId }) => userId ?? everyone)),
]
