/** Links: what the page behind a text's first link says of itself, fetched by the server. */
import * as z from 'zod/mini'
import { contract } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import type { Message } from '../messages/contract'

/** The longest title, description and name of a site, in characters, and the longest address. */
export const longest = { title: 200, description: 300, site: 100, address: 2048 }

/** A page in a few words. `url` is the link as it was written; `picture` is an address, which no device loads itself. */
export const LinkCard = z.object({
  url: z.string(),
  title: z.string(),
  description: z.optional(z.string()),
  site: z.string(),
  picture: z.optional(z.string()),
})
export type LinkCard = z.output<typeof LinkCard>

/** The card of a message's first link; null before it came, and where there is none. */
export const link = facet('link', z.nullable(LinkCard), { empty: null as LinkCard | null })

const address = /https?:\/\/[^\s<>"'`「」『』《》【】（），。！？；：、\u3000]+/iu
const trailing = '.,!?;:)]}\'"…'

/** The first http(s) address of a text that can be looked at; null where there is none, or it hides who it is for. */
export function firstLink(text: string): string | null {
  const whole = address.exec(text)?.[0] ?? ''
  let end = whole.length
  while (end > 0 && trailing.includes(whole.charAt(end - 1))) end--
  const found = whole.slice(0, end)
  const host = /^https?:\/\/([^/?#]+)/i.exec(found)?.[1] ?? ''
  return host === '' || host.includes('@') || found.length > longest.address ? null : found
}

/** The first link of what a message holds. */
export const linkOf = (content: Message['content']): string | null =>
  content && 'type' in content && content.type === 'text' && 'text' in content
    ? firstLink(content.text)
    : null

export const links = contract('links', { faults: {}, routes: {}, pushes: {}, shapes: { LinkCard } })
