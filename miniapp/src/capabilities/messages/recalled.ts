/** The texts that I recalled, kept on this device alone, so that they can be written again. */
import { useEffect } from 'react'
import { session } from '../../kernel/session/session'
import { storageAt } from '../../kernel/storage'
import { createStore, useStore } from '../../kernel/store'

interface Kept {
  text: string
  at: number
}
type Texts = Readonly<Record<string, Kept>>

/** After a day nobody takes up again what they took back. */
const lasts = 24 * 3600_000
const most = 50
const store = createStore<Texts>({})
let loadedFor: string | undefined

const storageOf = (me: string) => storageAt(`recalled/${me}`)

const fresh = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([, { at }]) => Date.now() - at < lasts)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, most),
  )

/** Loads what is kept for whoever is signed in, once. */
function load(): string | undefined {
  const me = session.get().user?.id
  if (!me || loadedFor === me) return me
  loadedFor = me
  store.set({})
  void storageOf(me)
    .load<Texts>()
    .then(found => loadedFor === me && store.set({ ...fresh(found.get('texts') ?? {}), ...store.get() }))
  return me
}

/** Keeps the text of a message that was recalled. */
export function keepRecalled(messageId: string, text: string): void {
  const me = load()
  if (!me) return
  store.set(fresh({ ...store.get(), [messageId]: { text, at: Date.now() } }))
  void storageOf(me).write({ texts: store.get() })
}

/** The text of a message that I recalled here; absent where it is not kept. */
export function useRecalled(messageId: string): string | undefined {
  useEffect(() => void load(), [])
  return useStore(store)[messageId]?.text
}
