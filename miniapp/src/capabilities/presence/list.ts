/** The one list of people to watch. Pure. */

/** Everyone on the screen but oneself, sorted; where there are too many, those that came last to the screen. */
export function listOf(groups: Iterable<readonly string[]>, me: string | undefined, most: number): string[] {
  const ids = new Set<string>()
  for (const group of [...groups].reverse())
    for (const id of group) if (id !== me && ids.size < most) ids.add(id)
  return [...ids].sort()
}
