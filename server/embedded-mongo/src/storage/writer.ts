import { MongoFault } from '../query/fault'
import { commitFault } from './failed-commit'
import type { Storage } from './records'

interface Task {
  work: () => unknown
  durable: boolean
  exclusive: boolean
  atomic: boolean
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

type Outcome = { value: unknown } | { error: unknown }

/**
 * How a write wants to be treated: `durable` acknowledges it after the flush, `exclusive` keeps reads away until its
 * transaction is committed, `atomic` undoes all it did when it is refused.
 */
export interface WriteOptions {
  durable?: boolean
  exclusive?: boolean
  atomic?: boolean
}

/**
 * Runs writes one after another, all that have arrived in one LMDB transaction. The promise: a write is acknowledged
 * after its transaction is committed (it survives kill -9 of this process); a durable one after the flush (it
 * survives a power cut). A write that breaks halfway is undone by its own nested transaction and spoils no other.
 */
export class Writer {
  private queue: Task[] = []
  private running = false
  private gate: Promise<void> | undefined

  constructor(private readonly storage: Storage) {}

  /** Resolves once no schema change is between its transaction and its commit, so that a read sees one world. */
  async quiet(): Promise<void> {
    while (this.gate) await this.gate
  }

  get isQuiet(): boolean {
    return this.gate === undefined
  }

  write<T>(work: () => T, options: WriteOptions = {}): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      const { durable = false, exclusive = false, atomic = false } = options
      this.queue.push({ work, durable, exclusive, atomic, resolve, reject })
      if (!this.running) void this.drain()
    }) as Promise<T>
  }

  /** Resolves when everything asked for so far is answered and flushed. */
  async settled(): Promise<void> {
    while (this.running) await new Promise(resolve => setTimeout(resolve, 1))
    await this.storage.environment.root.flushed
  }

  private async drain(): Promise<void> {
    this.running = true
    while (this.queue.length > 0) await this.commitBatch()
    this.running = false
  }

  private async commitBatch(): Promise<void> {
    const { root } = this.storage.environment
    let batch: Task[] = []
    let outcomes: Outcome[] = []
    let showCounts: (() => void) | undefined
    let open: (() => void) | undefined
    try {
      await root.transaction(() => {
        batch = this.queue
        this.queue = []
        if (batch.some(task => task.exclusive)) this.gate = new Promise(resolve => (open = resolve))
        outcomes = batch.map(task => this.attempt(task))
        showCounts = this.storage.catalogue.saveCounts()
      })
      showCounts?.()
      const flushed = batch.some(task => task.durable) ? Promise.resolve(root.flushed) : undefined
      for (const [at, task] of batch.entries())
        acknowledge(task, outcomes[at]!, task.durable ? flushed : undefined)
    } catch (error) {
      const told = commitFault(error)
      this.storage.catalogue.load()
      const fault = await told
      for (const task of batch.length > 0 ? batch : this.queue.splice(0)) task.reject(fault)
    } finally {
      this.gate = undefined
      open?.()
    }
  }

  // A refusal leaves what the command's earlier statements did, unless it asked to be atomic; a failure never does.
  private attempt(task: Task): Outcome {
    const { environment, catalogue } = this.storage
    catalogue.begin()
    try {
      return environment.root.transactionSync((): Outcome => {
        try {
          return { value: task.work() }
        } catch (error) {
          if (error instanceof MongoFault && !task.atomic) return { error }
          throw error
        }
      })
    } catch (error) {
      catalogue.rollBack()
      return { error }
    }
  }
}

function acknowledge(task: Task, outcome: Outcome, flushed: Promise<unknown> | undefined): void {
  if ('error' in outcome) return task.reject(outcome.error)
  if (!flushed) return task.resolve(outcome.value)
  flushed.then(() => task.resolve(outcome.value), task.reject)
}
