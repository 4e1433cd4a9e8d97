import { parentPort, workerData } from 'node:worker_threads'
import { surviveFailedCommits } from './storage/failed-commit'
import { serve, type ServeOptions, type Serving } from './serve'

/** What the worker tells its parent. */
export type WorkerMessage = { ready: string } | { failed: string } | { closed: true }

const port = parentPort!
const tell = (message: WorkerMessage) => port.postMessage(message)

surviveFailedCommits()
serve(workerData as ServeOptions).then(
  serving => {
    port.once('message', () => void shutDown(serving))
    tell({ ready: serving.address })
  },
  error => tell({ failed: (error as Error).message }),
)

async function shutDown(serving: Serving): Promise<void> {
  await serving.close()
  tell({ closed: true })
  port.close()
}
