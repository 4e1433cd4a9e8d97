/** The spans that call people, kept right while the text around them changes. Pure. */
import { wrongSpan } from '@community-chat/shared/capabilities/mentions/spans'
import { mostMentions, type Mention } from '@community-chat/shared/capabilities/messages/content'

/** A text and whom its parts call. */
export interface Written {
  text: string
  spans: readonly Mention[]
}

/** What is being looked for: the place of its at sign, and the letters behind that. */
export interface Query {
  at: number
  text: string
}

/** Letters, digits and the like before an at sign make it part of an address. */
const lookedFor = /(?:^|[^\w.+-])@([^\s@]{0,20})$/u

/** The spans after a change of the text: those before it stay, those behind it move, those it touches die. */
export function moved({ text: before, spans }: Written, after: string): readonly Mention[] {
  if (spans.length === 0 || before === after) return spans
  let start = 0
  const shorter = Math.min(before.length, after.length)
  while (start < shorter && before[start] === after[start]) start++
  let kept = 0
  while (kept < shorter - start && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept++
  const end = before.length - kept
  const shift = after.length - before.length
  return spans.flatMap(span => {
    if (span.at + span.length <= start) return span
    if (span.at >= end) return { ...span, at: span.at + shift }
    return []
  })
}

/** The name that is being written after an at sign at the cursor; null where none is, or it is chosen already. */
export function queryAt({ text, spans }: Written, cursor: number): Query | null {
  const found = lookedFor.exec(text.slice(0, cursor))
  if (!found) return null
  const query = found[1] ?? ''
  const at = cursor - query.length - 1
  return spans.some(span => span.at <= at && at < span.at + span.length) ? null : { at, text: query }
}

/** The text with a call of someone in place of what was looked for, and where the cursor stands then. */
export function called(
  written: Written,
  from: number,
  to: number,
  who: { userId: string | null; name: string },
): Written & { cursor: number } {
  const name = `@${who.name}`
  const text = `${written.text.slice(0, from)}${name} ${written.text.slice(to)}`
  const before = written.spans.filter(span => span.at + span.length <= from)
  const behind = written.spans
    .filter(span => span.at >= to)
    .map(span => ({ ...span, at: span.at + text.length - written.text.length }))
  const span = { userId: who.userId, at: from, length: name.length }
  return { text, spans: [...before, span, ...behind], cursor: from + name.length + 1 }
}

/** The spans of a text without the spaces around it, at most fifty, as they are sent. */
export function trimmed({ text, spans }: Written): Mention[] {
  const lead = text.length - text.trimStart().length
  const said = text.trim()
  return spans
    .map(span => ({ ...span, at: span.at - lead }))
    .filter(span => span.at >= 0 && wrongSpan(said, [span]) === null)
    .slice(0, mostMentions)
}
