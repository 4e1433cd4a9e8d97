/** The six emoji that are nearest at hand: chosen on this device. */
import { readChoice, writeChoice } from '../../kernel/platform/settings'
import { createStore, useStore } from '../../kernel/store'

const quick = createStore<readonly string[]>(['👍', '❤️', '😂', '🎉', '😮', '🙏'])
readChoice('quick emoji', stored => {
  const six = stored.split(' ')
  if (six.length === quick.get().length) quick.set(six)
})

/** The six, followed. */
export const useQuick = (): readonly string[] => useStore(quick)

/** Puts an emoji at one of the six places; where it stood already the two change places. */
export function chooseQuick(place: number, emoji: string): void {
  const old = quick.get()
  const next = old.map((one, n) => (n === place ? emoji : one === emoji ? (old[place] ?? one) : one))
  quick.set(next)
  writeChoice('quick emoji', next.join(' '))
}
