/** A part of a text that means something, by UTF-16 units. */
export interface Span {
  at: number
  length: number
  className: string
  onTap?: () => void
}

/** A piece of a message: words, a link that is safe to open, or what spans say of it. */
export interface Segment {
  text: string
  href?: string
  className?: string
  onTap?: () => void
}

const address = /(?:https?:\/\/|www\.)[^\s<>"'`「」『』《》【】（），。！？；：、\u3000]+/giu
const trailing = '.,!?;:)]}\'"…'

interface Address {
  at: number
  end: number
  href: string
}

/**
 * Cuts a text into words, http(s) links and spans; nothing else ever becomes a link, and no text is lost. A piece may be
 * a link and in spans at once; a span that reaches beyond the text is cut off.
 */
export function segments(text: string, spans: readonly Span[] = []): Segment[] {
  const links = addresses(text)
  const cuts = new Set([0, text.length])
  for (const { at, end } of links) cuts.add(at).add(end)
  for (const { at, length } of spans) cuts.add(inside(at, text)).add(inside(at + length, text))
  const places = [...cuts].sort((a, b) => a - b)
  return places.slice(1).map((end, n) => piece(text, places[n] ?? 0, end, links, spans))
}

const inside = (at: number, { length }: string) => Math.max(0, Math.min(at, length))

function piece(
  text: string,
  at: number,
  end: number,
  links: readonly Address[],
  spans: readonly Span[],
): Segment {
  const found: Segment = { text: text.slice(at, end) }
  const link = links.find(one => one.at <= at && end <= one.end)
  if (link) found.href = link.href
  const over = spans.filter(one => one.at <= at && end <= one.at + one.length)
  if (over.length > 0) {
    found.className = over.map(one => one.className).join(' ')
    found.onTap = over.find(one => one.onTap)?.onTap
  }
  return found
}

function addresses(text: string): Address[] {
  const found: Address[] = []
  for (const match of text.matchAll(address)) {
    const link = trim(match[0])
    const href = safe(link)
    if (href) found.push({ at: match.index, end: match.index + link.length, href })
  }
  return found
}

/** Punctuation after an address belongs to the sentence, a bracket only where it was opened outside. */
function trim(link: string): string {
  let end = link.length
  while (end > 0 && trailing.includes(link.charAt(end - 1))) end--
  const body = link.slice(0, end)
  return link[end] === ')' && body.includes('(') ? `${body})` : body
}

function safe(link: string): string | null {
  const href = /^www\./i.test(link) ? `https://${link}` : link
  const host = /^https?:\/\/([^/?#]+)/i.exec(href)?.[1] ?? ''
  return host.length > 0 && !host.includes('@') ? href : null
}

/** True for one to three emoji and nothing else: they are shown large, without a bubble. */
export function isJumbo(text: string): boolean {
  const bare = text.trim()
  if (
    bare.length === 0 ||
    bare.length > 40 ||
    /[0-9#*\s\p{L}]/u.test(bare.replace(/[0-9#*]\uFE0F?\u20E3/gu, ''))
  )
    return false
  if (!/\p{Extended_Pictographic}|\p{RI}|\u20E3/u.test(bare)) return false
  return bare.replace(one, '') === '' && pictures(bare) <= 3
}

const one =
  /\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)?(?:\u200D\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)?)*/gu

const pictures = (text: string) => text.match(one)?.length ?? 0
