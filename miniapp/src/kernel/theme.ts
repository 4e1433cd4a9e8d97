/** Light and dark, and less motion for those who ask for it. */
import { followCalm, followDark, readChoice, writeChoice } from './platform/settings'
import { createStore, useStore } from './store'

export type ThemeChoice = 'system' | 'light' | 'dark'

const choice = createStore<ThemeChoice>('system')
const systemDark = createStore(false)
const calm = createStore(false)
followDark(systemDark.set)
followCalm(calm.set)
readChoice('theme', stored => {
  if (stored === 'light' || stored === 'dark' || stored === 'system') choice.set(stored)
})

/** The theme of the moment; `className` belongs on the root of every page. */
export function useTheme() {
  const wanted = useStore(choice)
  const isSystemDark = useStore(systemDark)
  const isCalm = useStore(calm)
  const dark = wanted === 'system' ? isSystemDark : wanted === 'dark'
  const className = `cc${dark ? ' dark' : ''}${isCalm ? ' calm' : ''}`
  return { dark, calm: isCalm, choice: wanted, choose, className }
}

function choose(next: ThemeChoice): void {
  choice.set(next)
  writeChoice('theme', next)
}
