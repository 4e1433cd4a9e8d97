/** The order of hits. Pure. */
import type { Hit } from '@community-chat/shared/capabilities/search/contract'

const halfLife = 14 * 24 * 3600_000

/** A hit with its place among the others, before it is told to anyone. */
export interface Ranked extends Pick<Hit, 'message' | 'score'> {
  text: string
  at: number
  id: string
}

/** Relevance, and a little for what is recent: half of it after a fortnight. The same on every page of a window. */
export function rank(hits: Ranked[], reference: number): Ranked[] {
  for (const hit of hits)
    hit.score = Math.round(100 * hit.score + 3000 / (1 + Math.max(0, reference - hit.at) / halfLife))
  return hits.sort(compare)
}

/** The order of hits: the better, then the later first. */
export const compare = (
  a: Pick<Ranked, 'score' | 'at' | 'id'>,
  b: Pick<Ranked, 'score' | 'at' | 'id'>,
): number => b.score - a.score || b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
