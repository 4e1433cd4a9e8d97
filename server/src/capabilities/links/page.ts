/** What a page says of itself, read from the beginning of its HTML. */
import { type LinkCard, longest } from '@community-chat/shared/capabilities/links/contract'
import { Parser } from 'htmlparser2'

/** A page as it came. */
export interface Page {
  /** Where it was found, after redirects. */
  url: URL
  contentType: string
  body: Buffer
}

/** How much of a page may name its charset, in bytes. */
const charsetWithin = 4096
const metas = /<meta[^<>]{0,250}/gi
const charset = /charset\s*=[\s"']*([\w-]+)/i

/** The card of a page, without the link that led to it; null where the page has no title. */
export function cardOf({ url, contentType, body }: Page): Omit<LinkCard, 'url'> | null {
  const { title, metas } = headOf(decoded(contentType, body))
  const first = (...names: string[]) => names.map(name => metas.get(name)).find(value => value) ?? ''
  const name = plain(first('og:title', 'twitter:title') || title, longest.title)
  if (!name) return null
  const description = plain(
    first('og:description', 'twitter:description', 'description'),
    longest.description,
  )
  const picture = pictureOf(first('og:image:secure_url', 'og:image', 'twitter:image'), url)
  return {
    title: name,
    site: plain(first('og:site_name'), longest.site) || url.hostname.replace(/^www\./, ''),
    ...(description ? { description } : {}),
    ...(picture ? { picture } : {}),
  }
}

/** The text of a page in the charset that it, or whoever sent it, names; UTF-8 otherwise. */
function decoded(contentType: string, body: Buffer): string {
  const sent = charset.exec(contentType)?.[1]
  const label = sent ?? namedIn(body.subarray(0, charsetWithin).toString('latin1')) ?? 'utf-8'
  try {
    return new TextDecoder(label).decode(body)
  } catch {
    return new TextDecoder().decode(body) // a charset that nobody knows
  }
}

/** The charset that the first of its meta elements names. */
function namedIn(html: string): string | undefined {
  for (const [meta] of html.matchAll(metas)) {
    const name = charset.exec(meta)?.[1]
    if (name) return name
  }
  return undefined
}

/** The title and the named values of a page's head; the first of each counts. */
function headOf(html: string): { title: string; metas: Map<string, string> } {
  const metas = new Map<string, string>()
  let title: string | null = null
  let inTitle = false
  const parser = new Parser({
    onopentag(name, { property, name: called, content }) {
      if (name === 'body') return parser.pause()
      inTitle = name === 'title' && title === null
      if (inTitle) title = ''
      const key = (property ?? called ?? '').trim().toLowerCase()
      if (name === 'meta' && key && content && metas.size < 100 && !metas.has(key)) metas.set(key, content)
    },
    ontext(text) {
      if (inTitle) title += text
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false
    },
  })
  parser.write(html)
  return { title: title ?? '', metas }
}

/** Text on one line, without control and direction characters, cut at whole characters. */
function plain(text: string, most: number): string {
  const line = text
    .slice(0, most * 20)
    .replace(/\p{Cs}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .trim()
  const characters = [...line]
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** Only what would come encrypted. */
function pictureOf(address: string, page: URL): string | null {
  if (!address || !URL.canParse(address, page.href)) return null
  const url = new URL(address, page)
  return url.protocol === 'https:' && url.href.length <= longest.address ? url.href : null
}
