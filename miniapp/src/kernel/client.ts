/** The app's one client: calls, pushes and the state of the network. */
import { createClient } from '@community-chat/shared/protocol/client'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { onNetwork, onShown, restart } from './platform/signals'
import { transport } from './platform/transport'
import { endSession, tokens } from './session/session'
import { createStore, useStore } from './store'

/** The one client of this app. */
export const client = createClient(transport, tokens)

/** Calls a route, over the socket where it can, else over HTTP; a refusal is thrown as a `Fault`. */
export const call = client.call

/** Listens to a push until the returned function is called. */
export const on = client.on

/** `back`: online again a moment ago, after being offline. */
export type Network = 'connecting' | 'online' | 'offline' | 'back'

const network = createStore<Network>('connecting')
const connections = createStore(0)

/** How long being back is told, and how long one must have been away for it to be worth telling. */
const [backFor, awayFor] = [1_500, 2_000]
let awaySince = 0
let hushBack = () => {}

/** Follows the socket and the device; called once, at the start. */
export function watchNetwork(): void {
  client.onState(state => {
    hushBack()
    if (state === 'open') return welcomeBack()
    if (state === 'off') return network.set('connecting')
    if (awaySince === 0) awaySince = transport.now()
    // A first failure is still an attempt; only what was up, or failed again, is down.
    if (state === 'waiting') network.set('offline')
    else if (network.get() !== 'offline') network.set('connecting')
  })
  client.onEnd(code => {
    if (code === closeCodes.protocolTooOld) restart()
    else void endSession(code === closeCodes.signedOut || code === closeCodes.banned)
  })
  onShown(cut => (cut ? reopen() : client.wake()))
  onNetwork(online => (online ? client.wake() : client.lost()))
}

/** At once, without waiting to find out that the socket is dead. */
function reopen(): void {
  if (client.state() === 'off') return
  client.stop()
  client.start()
}

function welcomeBack(): void {
  const wasAway = connections.get() > 0 && transport.now() - awaySince > awayFor
  awaySince = 0
  network.set(wasAway ? 'back' : 'online')
  if (wasAway) hushBack = transport.after(backFor, () => network.set('online'))
  connections.set(connections.get() + 1)
}

/** Whether the app hears the server right now. */
export const useNetwork = (): Network => useStore(network)

/** How often the app has connected: what is not live must be read again when it rises. */
export const useConnections = (): number => useStore(connections)
