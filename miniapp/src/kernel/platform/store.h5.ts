/** Where a page keeps things: one table of IndexedDB, each write all or nothing. */
import type { StoreBackend } from '../storage'

const table = 'entries'
let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('community-chat', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(table)
    request.onsuccess = () => {
      request.result.onclose = () => {
        opening = null
      }
      resolve(request.result)
    }
    request.onerror = () => {
      opening = null
      reject(request.error)
    }
  })
  return opening
}

export const backend: StoreBackend = {
  load: async prefix => {
    const database = await open()
    return new Promise((resolve, reject) => {
      const found: [string, string][] = []
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      const request = database.transaction(table).objectStore(table).openCursor(range)
      request.onerror = () => reject(request.error)
      request.onsuccess = () => {
        const cursor = request.result
        if (!cursor) return resolve(found)
        found.push([String(cursor.key), String(cursor.value)])
        cursor.continue()
      }
    })
  },
  write: async changes => {
    const database = await open()
    return new Promise((resolve, reject) => {
      // What a person wrote must be on the disk before it counts as kept.
      const transaction = database.transaction(table, 'readwrite', { durability: 'strict' })
      transaction.oncomplete = () => resolve()
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
      const entries = transaction.objectStore(table)
      for (const [key, text] of changes) {
        if (text === null) entries.delete(key)
        else entries.put(text, key)
      }
      // Told to commit, it outlives a page that is closed in this moment.
      transaction.commit?.()
    })
  },
}
