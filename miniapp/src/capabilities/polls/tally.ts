/** A poll as it is drawn: what is counted, and what I have just tapped. Pure. */
import type { Option, PollContent, Tally } from '@community-chat/shared/capabilities/polls/contract'

/** The count as it will be once what I tapped has taken the place of what I had chosen. */
export function expected(tally: Tally, before: readonly string[], wanted: readonly string[]): Tally {
  const counts = { ...tally.counts }
  for (const id of before) counts[id] = Math.max(0, (counts[id] ?? 0) - 1)
  for (const id of wanted) counts[id] = (counts[id] ?? 0) + 1
  const voters = Math.max(0, tally.voters + Number(wanted.length > 0) - Number(before.length > 0))
  return { ...tally, counts, voters }
}

/** My choice after a tap on an option; in a poll of one choice another tap on it changes nothing. */
export const tapped = (
  { multiple }: Pick<PollContent, 'multiple'>,
  chosen: readonly string[],
  id: string,
): readonly string[] => {
  if (!multiple) return chosen.length === 1 && chosen[0] === id ? chosen : [id]
  return chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id]
}

/** How much of the voters chose an option, 0–1. */
export const share = ({ counts, voters }: Pick<Tally, 'counts' | 'voters'>, id: string): number =>
  voters === 0 ? 0 : Math.min(1, (counts[id] ?? 0) / voters)

/** Those with the most votes; none where nobody voted. */
export function winners(options: readonly Option[], { counts }: Pick<Tally, 'counts'>): Set<string> {
  const most = Math.max(0, ...options.map(({ id }) => counts[id] ?? 0))
  return new Set(most === 0 ? [] : options.flatMap(({ id }) => ((counts[id] ?? 0) === most ? [id] : [])))
}
