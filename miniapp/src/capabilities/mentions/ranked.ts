/** Which people fit what is looked for, and in which order. Pure. */
import type { Person } from '@community-chat/shared/capabilities/profiles/person'

const most = 20

/**
 * People whose name, or a word in it, begins with the query, then those who have it elsewhere; among equals those who
 * spoke last first. At most twenty.
 */
export function ranked(people: readonly Person[], query: string, recent: readonly string[]): Person[] {
  const wanted = query.toLowerCase()
  const spoke = new Map(recent.map((id, n) => [id, n]))
  return people
    .map((person, n) => ({
      person,
      fit: fits(person.displayName.toLowerCase(), wanted),
      turn: spoke.get(person.id) ?? recent.length + n,
    }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => a.fit - b.fit || a.turn - b.turn)
    .slice(0, most)
    .map(({ person }) => person)
}

/** 0 where the name or a word of it begins so, 1 where it has it elsewhere, −1 where it has not. */
function fits(name: string, wanted: string): number {
  const at = name.indexOf(wanted)
  if (at <= 0 || name.includes(` ${wanted}`)) return at < 0 ? -1 : 0
  return 1
}
