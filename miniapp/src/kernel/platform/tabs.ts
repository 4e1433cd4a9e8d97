/** A mini program is alone: there are no other tabs to agree with. */

export interface Channel<T> {
  post(message: T): void
  close(): void
}

/** A line to the other tabs. */
export const openChannel = <T>(_name: string, _hear: (message: T) => void): Channel<T> => ({
  post: () => undefined,
  close: () => undefined,
})

/** Runs a task while no other tab runs one of this name. */
export const exclusively = <T>(_name: string, task: () => Promise<T>): Promise<T> => task()

export interface Standing {
  /** Takes over from the tab that leads now: the one that a person looks at should. */
  claim(): void
  resign(): void
}

/** Calls `lead(true)` once this tab is the one of its name, and `lead(false)` when another takes over. */
export function stand(_name: string, lead: (leading: boolean) => void): Standing {
  lead(true)
  return { claim: () => undefined, resign: () => undefined }
}
