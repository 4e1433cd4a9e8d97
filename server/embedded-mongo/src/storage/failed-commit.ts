import { mongoFault } from '../query/fault'

const commitFailed = 'Commit failed (see commitError for details)'

/** What lmdb rejects with when a transaction could not be written; why is in a promise of its own, which rejects too. */
interface FailedCommit extends Error {
  commitError?: Promise<never>
}

/**
 * What a failed commit is answered with: 14031 OutOfDiskSpace where the volume, or what may be written of it, is full;
 * any other error as it is.
 */
export async function commitFault(failure: unknown): Promise<unknown> {
  const why = (failure as FailedCommit).commitError?.catch((cause: unknown) => cause)
  // It is told within this turn of the event loop, or never.
  const cause = await Promise.race([
    why,
    new Promise<undefined>(resolve => setImmediate(() => resolve(undefined))),
  ])
  if (!(cause instanceof Error)) return failure
  const { message } = cause
  return /no space|quota|too large/i.test(message) ? mongoFault(14031, 'OutOfDiskSpace', message) : cause
}

/**
 * lmdb makes promises that nobody outside it holds, and a failed commit rejects them too; the process is not to end of
 * that, as the writer answers for every write. Any other unhandled rejection still ends it.
 */
export function surviveFailedCommits(): void {
  process.on('unhandledRejection', error => {
    if (!(error instanceof Error && error.message === commitFailed)) throw error
  })
}
