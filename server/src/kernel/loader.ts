/** Reading for many at once: what is asked for while a read is under way goes into the next one. */

/** Loads values by key; a key that `load` leaves out is undefined. What it throws reaches everyone of its batch. */
export function gathering<V>(
  load: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
  most = 500,
): (key: string) => Promise<V | undefined> {
  let next = new Map<string, Promise<V | undefined>>()
  let asked: { key: string; resolve: (value: V | undefined) => void; reject: (error: unknown) => void }[] = []
  let isScheduled = false
  let reading = 0

  function schedule(): void {
    if (isScheduled || reading >= atOnce) return
    isScheduled = true
    setImmediate(read)
  }

  async function read(): Promise<void> {
    isScheduled = false
    const batch = asked.splice(0, most)
    if (batch.length === 0) return
    next = new Map()
    reading++
    if (asked.length > 0) schedule()
    try {
      const found = await load(batch.map(one => one.key))
      for (const { key, resolve } of batch) resolve(found.get(key))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      reading--
      if (asked.length > 0) schedule()
    }
  }

  return key => {
    const known = next.get(key)
    if (known) return known
    const value = new Promise<V | undefined>((resolve, reject) => asked.push({ key, resolve, reject }))
    next.set(key, value)
    schedule()
    return value
  }
}

/** Batches of one kind under way at once. */
const atOnce = 4
