/** Small choices that belong to the device, and what the system prefers. */

/** Reads a choice, at once: a page must not flash in the wrong colours. */
export function readChoice(name: string, tell: (choice: string) => void): void {
  const choice = attempt(() => localStorage.getItem(`community-chat ${name}`))
  if (choice) tell(choice)
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === `community-chat ${name}` && newValue) tell(newValue)
  })
}

/** Keeps a choice, and tells the other tabs. */
export const writeChoice = (name: string, choice: string): void =>
  void attempt(() => localStorage.setItem(`community-chat ${name}`, choice))

/** The system's language, as a tag. */
export const systemLanguage = (): string => navigator.language

/** Whether the system is dark, now and whenever that changes. */
export const followDark = (tell: (dark: boolean) => void): void =>
  follow('(prefers-color-scheme: dark)', tell)

/** Whether the system asks for less motion, now and whenever that changes. */
export const followCalm = (tell: (calm: boolean) => void): void =>
  follow('(prefers-reduced-motion: reduce)', tell)

function follow(query: string, tell: (matches: boolean) => void): void {
  const media = window.matchMedia(query)
  tell(media.matches)
  media.addEventListener('change', ({ matches }) => tell(matches))
}

/** A browser may refuse its storage altogether. */
function attempt<T>(run: () => T): T | null {
  try {
    return run()
  } catch {
    return null
  }
}
