/** One short sentence about what just happened; the newest takes the place of the one before. */
export interface ToastNote {
  id: number
  text: string
  action?: { name: string; run: () => void }
}

let current: ToastNote | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let count = 0
const listeners = new Set<() => void>()

const set = (note: ToastNote | null) => {
  current = note
  for (const tell of listeners) tell()
}

/** Shows a sentence for 2 s, for 5 s where there is something to tap. */
export function toast(text: string, action?: ToastNote['action']): void {
  clearTimeout(timer)
  set({ id: ++count, text, action })
  timer = setTimeout(() => set(null), action ? 5000 : Math.max(2000, text.length * 60))
}

export const readToast = () => current
export const hearToast = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
