/** What someone began to write in a room and did not send: kept for each room until it is sent. */
import { storageAt, type Storage } from '../../kernel/storage'
import { createStore, useStore } from '../../kernel/store'
import { onShown } from '../../ui/page'

export type Drafts = Readonly<Record<string, string>>

const drafts = createStore<Drafts>({})
const keepAfter = 400
let storage: Storage | null = null
/** How many pages of the person have them open: a mini program keeps pages above one another. */
let opened = { userId: '', pages: 0 }
let unkept = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

export const draftOf = (roomId: string): string => drafts.get()[roomId] ?? ''

/** Keeps what is in the field of a room; an empty one is forgotten. */
export function keepDraft(roomId: string, text: string): void {
  if (draftOf(roomId) === text) return
  const { [roomId]: _, ...others } = drafts.get()
  drafts.set(text ? { ...others, [roomId]: text } : others)
  unkept.add(roomId)
  clearTimeout(timer)
  timer = setTimeout(flush, keepAfter)
}

/** All drafts, followed. */
export const useDrafts = (): Drafts => useStore(drafts)

/** Reads a person's drafts and keeps theirs from now on; the returned function ends it. */
export function openDrafts(userId: string): () => void {
  const isFirst = opened.userId !== userId || opened.pages === 0
  opened = { userId, pages: isFirst ? 1 : opened.pages + 1 }
  if (isFirst) readDrafts(userId)
  const hush = onShown(flush)
  return () => {
    flush()
    hush()
    if (opened.userId !== userId || --opened.pages > 0) return
    storage = null
    drafts.set({})
  }
}

function readDrafts(userId: string): void {
  const mine = storageAt(`person/${userId}/drafts`)
  storage = mine
  drafts.set({})
  void mine
    .load<string>()
    .then(stored => {
      // What was typed while they were read is newer.
      if (storage === mine) drafts.set({ ...Object.fromEntries(stored), ...drafts.get() })
    })
    .catch(() => undefined)
}

function flush(): void {
  clearTimeout(timer)
  if (unkept.size === 0) return
  const changes = Object.fromEntries(
    [...unkept].map(id => [id, draftOf(id).trim() ? draftOf(id) : undefined]),
  )
  unkept = new Set()
  // A draft that cannot be stored lives as long as the page.
  void storage?.write(changes).catch(() => undefined)
}
