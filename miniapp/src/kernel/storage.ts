/** What the device remembers: asynchronous, with a copy in memory; nothing of it ever needs to be right. */
import { backend } from './platform/store'

/** The machine's own store of texts. */
export interface StoreBackend {
  /** Every entry whose key begins with the prefix, as it is stored now. */
  load(prefix: string): Promise<[key: string, text: string][]>
  /** Writes all of it; null removes a key. */
  write(changes: readonly [key: string, text: string | null][]): Promise<void>
}

/** A part of the store; values are plain JSON. */
export interface Storage {
  /** Everything in it, or below a prefix, by key. */
  load<T>(prefix?: string): Promise<Map<string, T>>
  /** Writes all of it; undefined removes a key. What did not change, or is too large, is not written. */
  write(changes: Record<string, unknown>): Promise<void>
  /** Forgets all of it. */
  clear(): Promise<void>
}

/** The most bytes kept under one key: mini programs take 1 MB. */
const largest = 900_000

/** What each key of the machine's store was last known to hold. */
const present = new Map<string, string>()

/** The part of the machine's store below a prefix, one person's for example. */
export const storageAt = (prefix: string): Storage => createStorage(backend, prefix, present)

/** A part of a store; `copy` is what its keys are known to hold. */
export function createStorage(
  backend: StoreBackend,
  prefix: string,
  copy = new Map<string, string>(),
): Storage {
  const at = `${prefix}/`
  return {
    load: async <T>(below = '') => {
      const found = await backend.load(at + below)
      for (const [key, text] of found) copy.set(key, text)
      return new Map(found.flatMap(([key, text]) => entry<T>(key.slice(at.length), text)))
    },
    write: async changes => {
      const texts = Object.entries(changes).map(
        ([key, value]) => [at + key, textOf(value)] as [string, string | null],
      )
      const fresh = texts.filter(([key, text]) => text === null || copy.get(key) !== text)
      if (fresh.length === 0) return
      // What a write that fails half-way leaves is not known.
      for (const [key] of fresh) copy.delete(key)
      await backend.write(fresh)
      for (const [key, text] of fresh) if (text !== null) copy.set(key, text)
    },
    clear: async () => {
      const found = await backend.load(at)
      await backend.write(found.map(([key]) => [key, null]))
      for (const [key] of found) copy.delete(key)
    },
  }
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null
  const text = JSON.stringify(value)
  return bytesOf(text) > largest ? null : text
}

/** In UTF-8, or a little more: half a pair counts as three. */
function bytesOf(text: string): number {
  if (text.length * 3 <= largest) return text.length * 3
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
  }
  return bytes
}

/** A text that cannot be read counts as not there. */
function entry<T>(key: string, text: string): [string, T][] {
  try {
    return [[key, JSON.parse(text) as T]]
  } catch {
    return []
  }
}
