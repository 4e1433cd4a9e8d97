/** Starts the app's kernel: reads the session, follows it, and listens to the machine. */
import { watchNetwork } from './client'
import { watchDevice } from './device'
import { watchPrivacy } from './platform/privacy'
import { installWorker } from './platform/worker'
import { watchEntrance } from './session/entrance'
import { restoreSession } from './session/session'

/** Called once, when the app is launched. */
export function startKernel(): void {
  watchNetwork()
  watchDevice()
  watchEntrance()
  watchPrivacy()
  void restoreSession()
  installWorker()
}
