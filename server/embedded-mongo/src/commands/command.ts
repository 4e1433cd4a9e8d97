import type { Call, Reply } from './call'

/**
 * A command of the table. `read` sees the last committed state; `write` runs inside the shared write transaction and
 * keeps what its statements did before a refusal; `atomic` keeps nothing of a refused one; `schema` neither, and its
 * change and commit are one moment for readers; `plain` touches no data.
 */
export interface Command {
  kind: 'plain' | 'read' | 'write' | 'atomic' | 'schema'
  /** The arguments it knows, besides those every command may have; others are refused. */
  accepts: string[] | 'anything'
  run: (call: Call) => Reply | Promise<Reply>
}

/** A family of commands by name. */
export type Commands = Record<string, Command>
