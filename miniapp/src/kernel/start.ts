/** Starts the app's kernel: reads the session, follows it, and listens to the machine. */
import { watchNetwork } from './client'
import { watchDevice } from './device'
import { installWorker } from './platform/worker'
import { restoreSession } from './session/session'

/** Called once, when the app is launched. */
export function startKernel(): void {
  watchNetwork()
  watchDevice()
  void restoreSession()
  installWorker()
}
