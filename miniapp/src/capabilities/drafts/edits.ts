/** What was written on this device and is not saved yet: kept here, so that it outlives the app. */
import { storageAt, type Storage } from '../../kernel/storage'
import { createStore } from '../../kernel/store'
import { onShown } from '../../ui/page'
import type { Edit } from './merge'

export type Edits = Readonly<Record<string, Edit>>

/** By the draft's id. */
export const edits = createStore<Edits>({})

const storeAfter = 400
let storage: Storage | null = null
/** How many pages of the person have them open: a mini program keeps pages above one another. */
let opened = { userId: '', pages: 0 }
let unstored = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps an edit, or lets it go. */
export function setEdit(id: string, edit: Edit | null): void {
  const { [id]: known, ...others } = edits.get()
  if ((known ?? null) === edit) return
  edits.set(edit ? { ...others, [id]: edit } : others)
  unstored.add(id)
  clearTimeout(timer)
  timer = setTimeout(store, storeAfter)
}

/** Reads a person's edits and keeps theirs from now on; `ready` once they are here. The returned function ends it. */
export function openEdits(userId: string, ready: () => void): () => void {
  const isFirst = opened.userId !== userId || opened.pages === 0
  opened = { userId, pages: isFirst ? 1 : opened.pages + 1 }
  if (isFirst) read(userId, ready)
  const hush = onShown(store)
  return () => {
    store()
    hush()
    if (opened.userId !== userId || --opened.pages > 0) return
    storage = null
    edits.set({})
  }
}

function read(userId: string, ready: () => void): void {
  const mine = storageAt(`person/${userId}/drafts`)
  storage = mine
  edits.set({})
  void mine
    .load<Edit>()
    .then(stored => {
      if (storage !== mine) return
      const whole = [...stored].filter(([, edit]) => typeof edit.text === 'string')
      // What was typed while they were read is newer; what was on its way may not have arrived.
      edits.set({
        ...Object.fromEntries(whole.map(([id, edit]) => [id, { ...edit, sent: undefined }])),
        ...edits.get(),
      })
      ready()
    })
    .catch(() => undefined)
}

function store(): void {
  clearTimeout(timer)
  if (unstored.size === 0) return
  const changes = Object.fromEntries([...unstored].map(id => [id, edits.get()[id]]))
  unstored = new Set()
  // An edit that cannot be stored lives as long as the page.
  void storage?.write(changes).catch(() => undefined)
}
