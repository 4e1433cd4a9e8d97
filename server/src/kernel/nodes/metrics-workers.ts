/** The numbers of all processes of a `--workers` server in one answer, whichever of them is asked. */
import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client'

type Numbers = Omit<MetricObjectWithValues<MetricValue<string>>, 'collect'>[]
/** `ask` goes to the first process, `give` from there to each worker, `given` back, `told` to who asked. */
type Said =
  | { numbers: 'ask' | 'give'; id: number }
  | { numbers: 'given'; id: number; all: Numbers }
  | { numbers: 'told'; id: number; text: string }

const answersWithin = 1000
let asked = 0

/** The text for Prometheus: this process's numbers, or in a worker those of all workers, each with its `worker` label. */
export async function textOfAll(registry: Registry): Promise<string> {
  if (!cluster.isWorker) return registry.metrics()
  const id = ++asked
  return new Promise(resolve => {
    const listen = (said: Said) => {
      if (said?.numbers === 'told' && said.id === id) finish(said.text)
    }
    const timer = setTimeout(() => void registry.metrics().then(finish), 2 * answersWithin)
    const finish = (text: string) => {
      clearTimeout(timer)
      process.off('message', listen)
      resolve(text)
    }
    process.on('message', listen)
    process.send?.({ numbers: 'ask', id } satisfies Said)
  })
}

/** In a worker: labels its numbers, and gives them when the first process wants them. */
export function offerNumbers(registry: Registry): void {
  if (!cluster.isWorker) return
  registry.setDefaultLabels({ worker: String(cluster.worker!.id) })
  process.on('message', (said: Said) => {
    if (said?.numbers !== 'give') return
    void registry.getMetricsAsJSON().then(all => {
      // Functions cannot be sent to another process.
      const plain = all.map(({ name, help, type, aggregator, values }: any) => ({
        ...{ name, help, type, aggregator },
        values: [...values],
      }))
      if (process.connected) process.send?.({ numbers: 'given', id: said.id, all: plain } satisfies Said)
    })
  })
}

/** In the first process: gathers what is asked for. Answers what to do with a new worker. */
export function gatherNumbers(): (worker: Worker) => void {
  const workers = new Set<Worker>()
  const open = new Map<number, (all: Numbers) => void>()
  let gathered = 0

  const gather = async (asking: Worker, id: number) => {
    const ours = ++gathered
    const all: Numbers[] = []
    const present = [...workers].filter(worker => worker.isConnected())
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, answersWithin)
      open.set(ours, numbers => {
        if (all.push(numbers) < present.length) return
        clearTimeout(timer)
        resolve()
      })
      for (const worker of present) worker.send({ numbers: 'give', id: ours } satisfies Said)
    })
    open.delete(ours)
    const text = await AggregatorRegistry.aggregate(all as any).metrics()
    if (asking.isConnected()) asking.send({ numbers: 'told', id, text } satisfies Said)
  }

  return worker => {
    worker.on('message', (said: Said) => {
      // From its first word: what a process that still starts is asked is never answered.
      workers.add(worker)
      if (said?.numbers === 'ask') void gather(worker, said.id)
      if (said?.numbers === 'given') open.get(said.id)?.(said.all)
    })
    worker.on('exit', () => workers.delete(worker))
  }
}
