/** A piece of a message: words, or a link that is safe to open. */
export type Segment = { text: string; href?: undefined } | { text: string; href: string }

const address = /(?:https?:\/\/|www\.)[^\s<>"'`「」『』《》【】（），。！？；：、\u3000]+/giu
const trailing = /[.,!?;:)\]}'"…]+$/u

/** Cuts a text into words and http(s) links; nothing else ever becomes a link, and no text is lost. */
export function segments(text: string): Segment[] {
  const found: Segment[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const link = trim(match[0])
    const href = safe(link)
    if (!href) continue
    if (match.index > at) found.push({ text: text.slice(at, match.index) })
    found.push({ text: link, href })
    at = match.index + link.length
  }
  if (at < text.length) found.push({ text: text.slice(at) })
  return found
}

/** Punctuation after an address belongs to the sentence, a bracket only where it was opened outside. */
function trim(link: string): string {
  const tail = trailing.exec(link)?.[0] ?? ''
  const body = link.slice(0, link.length - tail.length)
  return tail.startsWith(')') && body.includes('(') ? `${body})` : body
}

function safe(link: string): string | null {
  const href = /^www\./i.test(link) ? `https://${link}` : link
  const host = /^https?:\/\/([^/?#]+)/i.exec(href)?.[1] ?? ''
  return host.length > 0 && !host.includes('@') ? href : null
}

const picture =
  /^(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{Emoji}(?:\p{EMod}|\uFE0F)?(?:\u200D\p{Emoji}(?:\p{EMod}|\uFE0F)?)*)+$/u

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
  return picture.test(bare) && pictures(bare) <= 3
}

const one =
  /\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)?(?:\u200D\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)?)*/gu

const pictures = (text: string) => text.match(one)?.length ?? 0
