/** Finding rooms in the list by some letters of a name, in any case and width. Pure. */
import { fold } from '@community-chat/shared/protocol/fold'

const known = new Map<string, string>()

/** Names are folded once: the list is gone through at every key. */
function folded(name: string): string {
  const found = known.get(name)
  if (found !== undefined) return found
  if (known.size > 5000) known.clear()
  const made = fold(name)
  known.set(name, made)
  return made
}

/** Those that are called so. An empty text finds all. */
export function filtered<L extends { name: string }>(lines: readonly L[], text: string): readonly L[] {
  const wanted = fold(text.trim())
  return wanted ? lines.filter(({ name }) => folded(name).includes(wanted)) : lines
}

/** A name in parts, of which those that were looked for are `hit`. */
export function parts(name: string, text: string): { text: string; hit: boolean }[] {
  const wanted = fold(text.trim())
  if (!wanted) return [{ text: name, hit: false }]
  // Folding may make one letter several: each remembers where it came from.
  const letters = [...name]
  const from = letters.flatMap((letter, n) => [...fold(letter)].map(() => n))
  const whole = [...letters.map(fold).join('')]
  const sought = [...wanted]
  const at = whole.findIndex((_, n) => sought.every((letter, m) => whole[n + m] === letter))
  if (at < 0) return [{ text: name, hit: false }]
  const [begin, end] = [from[at]!, from[at + sought.length - 1]! + 1]
  return [
    { text: letters.slice(0, begin).join(''), hit: false },
    { text: letters.slice(begin, end).join(''), hit: true },
    { text: letters.slice(end).join(''), hit: false },
  ].filter(part => part.text !== '')
}
