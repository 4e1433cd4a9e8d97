/** How the process does, measured over each interval. */
import { countOf } from '../kernel/metrics'
import type { PerformanceMetrics } from './types'

/** Measures every `interval` milliseconds until the returned function is called; keeps no process alive. */
export function measure(
  interval: number,
  connections: () => number,
  tell: (metrics: PerformanceMetrics) => void,
): () => void {
  let before = { at: performance.now(), cpu: process.cpuUsage(), committed: 0 }
  void countOf('chat_messages_committed_total').then(committed => (before.committed = committed))
  const timer = setInterval(async () => {
    const now = {
      at: performance.now(),
      cpu: process.cpuUsage(),
      committed: await countOf('chat_messages_committed_total'),
    }
    const elapsed = Math.max(now.at - before.at, 1)
    const busy = now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system
    const stored = now.committed - before.committed
    before = now
    tell({
      activeConnections: connections(),
      messagesPerSecond: (stored * 1000) / elapsed,
      memoryUsage: process.memoryUsage.rss(),
      cpuUsage: busy / 1000 / elapsed,
    })
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}
