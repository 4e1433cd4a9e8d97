/** Where a program's time goes: asked of its inspector, told by function. */
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'

interface Frame {
  functionName: string
  url: string
  lineNumber: number
}
/** What the inspector answers: the calls there were, and which of them ran at each sample; times in microseconds. */
export interface Profile {
  nodes: { id: number; callFrame: Frame; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}
/** A function and its part of the busy time. */
export interface Spent {
  name: string
  part: number
}

/** Profiles a program that listens for an inspector on a port, while `work` runs. */
export async function profileOf(port: number, work: () => Promise<void>): Promise<Profile> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[]
  const socket = new WebSocket(target!.webSocketDebuggerUrl, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let asked = 0
  const ask = (method: string, params = {}) =>
    new Promise<{ profile: Profile }>(resolve => {
      const id = ++asked
      const hear = (data: unknown) => {
        const message = JSON.parse(String(data)) as { id?: number; result: { profile: Profile } }
        if (message.id !== id) return
        socket.off('message', hear)
        resolve(message.result)
      }
      socket.on('message', hear)
      socket.send(JSON.stringify({ id, method, params }))
    })
  await ask('Profiler.enable')
  await ask('Profiler.setSamplingInterval', { interval: 500 })
  await ask('Profiler.start')
  await work()
  const { profile } = await ask('Profiler.stop')
  socket.close()
  return profile
}

/** The functions in which most time was spent, without what they called. */
export const topOf = (profile: Profile, count: number): Spent[] => ranked(profile, count, nameOf)

/** The same by whom they belong to: a package, a file of ours, a module of Node. */
export const topOwners = (profile: Profile, count: number): Spent[] => ranked(profile, count, ownerOf)

/** Functions of our own by the time in them and in all that they called; what ran after an `await` is not theirs. */
export function topOurs(profile: Profile, count: number): Spent[] {
  const byId = new Map(profile.nodes.map(node => [node.id, node]))
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map(one => [one, id])))
  const oursAbove = new Map<number, Set<string>>()
  const namesOf = (id: number): Set<string> => {
    const known = oursAbove.get(id)
    if (known) return known
    const parent = parents.get(id)
    const { callFrame } = byId.get(id)!
    const above = parent === undefined ? new Set<string>() : namesOf(parent)
    const isOurs = callFrame.url.startsWith('file:') && placeOf(callFrame).endsWith('.ts')
    const names = isOurs ? new Set([...above, nameOf(callFrame)]) : above
    oursAbove.set(id, names)
    return names
  }
  const spent = new Map<string, number>()
  let all = 0
  profile.samples.forEach((id, i) => {
    if (byId.get(id)!.callFrame.functionName === '(idle)') return
    all += profile.timeDeltas[i]!
    for (const name of namesOf(id)) spent.set(name, (spent.get(name) ?? 0) + profile.timeDeltas[i]!)
  })
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => ({ name, part: time / all }))
}

function ranked(profile: Profile, count: number, nameOf: (frame: Frame) => string): Spent[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const spent = new Map<string, number>()
  profile.samples.forEach((id, i) => {
    const name = names.get(id)!
    if (name !== '(idle)') spent.set(name, (spent.get(name) ?? 0) + profile.timeDeltas[i]!)
  })
  const all = [...spent.values()].reduce((sum, one) => sum + one, 0)
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => ({ name, part: time / all }))
}

function nameOf(frame: Frame): string {
  const name = frame.functionName || '(anonymous)'
  return frame.url ? `${name} (${placeOf(frame)})` : name
}

const ownerOf = (frame: Frame): string =>
  frame.url
    ? (/^(@[^/]+\/)?[^/]+(?=\/lib|\/dist|\/index)/.exec(placeOf(frame))?.[0] ?? placeOf(frame))
    : nameOf(frame)

/** Where a function stands: the file of a package, our source file, or a module of Node. */
function placeOf({ url, lineNumber }: Frame): string {
  const path = url.replace(/^file:\/\//, '')
  const source = path.startsWith('/') && !path.includes('/node_modules/') ? sourceOf(path, lineNumber) : path
  const inPackages = source.lastIndexOf('/node_modules/')
  return inPackages >= 0 ? source.slice(inPackages + 14) : source
}

const bundles = new Map<string, string[]>()

/** The source file of a line in a bundle: the bundler names each before its lines. */
function sourceOf(path: string, line: number): string {
  const lines = bundles.get(path) ?? readFileSync(path, 'utf8').split('\n')
  bundles.set(path, lines)
  for (let at = line; at >= 0; at--) {
    const source = /^\/\/ ((?:src|\.\.)\/\S+\.[cm]?[jt]s)$/.exec(lines[at]!)?.[1]
    if (source) return source
  }
  return path
}
