/** The processes of one `--workers` server as a carrier: the first process passes on what each of them says. */
import cluster, { type Worker } from 'node:cluster'
import type { Carrier, CarrierEvents } from './relay'

/** What one worker says to the others, or which channels it hears. */
type Said =
  { chat: 'publish'; channel: string; payload: Uint8Array } | { chat: 'hear' | 'unhear'; channel: string }

/** Whether this process is one of several that the same first process started. */
export const isWorker = (): boolean => cluster.isWorker

/** Carries pushes and the bell through the first process. */
export function workersCarrier({ came }: CarrierEvents): Carrier {
  const say = (said: Said) => void (process.connected && process.send?.(said))
  const listen = (said: Said) => {
    if (said?.chat === 'publish') came(said.channel, Buffer.from(said.payload))
  }
  process.on('message', listen)
  return {
    isUp: () => process.connected,
    isDeaf: () => false,
    hear: channel => say({ chat: 'hear', channel }),
    unhear: channel => say({ chat: 'unhear', channel }),
    publish: (channel, payload) => say({ chat: 'publish', channel, payload }),
    close: async () => void process.off('message', listen),
  }
}

/** In the first process: passes on what workers say to those that hear it. Answers what to do with a new worker. */
export function switchboard(): (worker: Worker) => void {
  const channels = new Map<string, Set<Worker>>()
  return worker => {
    worker.on('message', (said: Said) => {
      const hearing = channels.get(said?.channel) ?? new Set<Worker>()
      if (said?.chat === 'hear') channels.set(said.channel, hearing.add(worker))
      if (said?.chat === 'unhear' && hearing.delete(worker) && hearing.size === 0)
        channels.delete(said.channel)
      if (said?.chat !== 'publish') return
      for (const other of hearing) if (other !== worker && other.isConnected()) other.send(said)
    })
    worker.on('exit', () => {
      for (const [channel, hearing] of channels)
        if (hearing.delete(worker) && hearing.size === 0) channels.delete(channel)
    })
  }
}
