/** What server/deploy says, held against the server: its metrics, its settings, its models. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { parse, parseAllDocuments } from 'yaml'
import { nodeFlags } from '../law/cluster'
import { openTestApp, type TestApp } from './app'
import { rawHttp } from './raw'

const root = resolve(import.meta.dirname, '../../..')
const read = (name: string) => readFileSync(resolve(root, 'server/deploy', name), 'utf8')
const yaml = (name: string): any => parse(read(name), { merge: true, strict: true })

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const rules = () => (yaml('rules.yaml').groups as { rules: Rule[] }[]).flatMap(group => group.rules)
interface Rule {
  alert: string
  expr: string
  for: string
  labels: { severity: string }
  annotations: { summary: string; action: string }
}
const dashboard = () => JSON.parse(read('dashboard.json'))
const panels = () => dashboard().panels as { id: number; title: string; targets: { expr: string }[] }[]
const expressions = () => [
  ...rules().map(rule => rule.expr),
  ...panels().flatMap(panel => panel.targets.map(target => target.expr)),
]

const language =
  /^(sum|max|min|avg|by|without|on|ignoring|and|or|unless|offset|bool|le|instance|worker|outcome|limit|route|cache|direction)$/
/** The names of metrics in an expression of PromQL: what is left without labels, numbers, functions and keywords. */
const metricsIn = (expression: string): string[] =>
  [
    ...expression
      .replace(/\{[^}]*\}/g, ' ')
      .replace(/\[[^\]]*\]/g, ' ')
      .matchAll(/(?<![\w.])[a-z_][a-z0-9_]*(?!\w|\s*\()/g),
  ]
    .map(match => match[0])
    .filter(word => !language.test(word) && !/^\d/.test(word))

test('every metric that an alert or a panel names is served, or is of Prometheus itself', async () => {
  const { text } = await rawHttp(app, '/metrics')
  const served = new Set(['up'])
  for (const [, name, kind] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    served.add(name!)
    if (kind === 'histogram') for (const part of ['bucket', 'sum', 'count']) served.add(`${name}_${part}`)
  }
  const named = expressions().flatMap(metricsIn)
  expect(named.length).toBeGreaterThan(expressions().length - 1)
  expect([...new Set(named)].filter(name => !served.has(name))).toEqual([])
})

test('labels that an expression asks for are such that the server gives', () => {
  const routes = expressions().flatMap(one => [...one.matchAll(/route="([^"]+)"/g)].map(match => match[1]!))
  expect(routes.length).toBeGreaterThan(0)
  expect(routes.filter(name => !app.kernel.registry.byName.has(name))).toEqual([])
  const outcomes = expressions().flatMap(one =>
    [...one.matchAll(/outcome="([^"]+)"/g)].map(match => match[1]!),
  )
  expect(outcomes.filter(name => !/^(ok|refused|failed|hit|miss)$/.test(name))).toEqual([])
})

test('every alert waits, has a severity, and says what is the matter and what to do', () => {
  for (const { alert, expr, labels, annotations, ...rule } of rules()) {
    expect([alert, expr.length > 0, /^\d+[sm]$/.test(rule.for)]).toEqual([alert, true, true])
    expect(['critical', 'warning', 'info']).toContain(labels.severity)
    expect(annotations).toEqual({ summary: expect.any(String), action: expect.any(String) })
  }
  expect(new Set(rules().map(rule => rule.alert)).size).toBe(rules().length)
  expect(new Set(panels().map(panel => panel.id)).size).toBe(panels().length)
})

test('every YAML file is one document without mistakes', () => {
  for (const name of ['compose.yaml', 'rules.yaml', 'prometheus.yml']) {
    const documents = parseAllDocuments(read(name), { merge: true, strict: true })
    expect([name, documents.length, documents.flatMap(one => one.errors)]).toEqual([name, 1, []])
  }
})

test('every setting that a deployment names is one that the server knows', () => {
  const known = new Set(
    [...readFileSync(resolve(root, '.env.example'), 'utf8').matchAll(/^([A-Z0-9_]+)=/gm)].map(m => m[1]),
  )
  const { services } = yaml('compose.yaml')
  const image = [...read('Dockerfile').matchAll(/^\s*(?:ENV )?([A-Z][A-Z_0-9]+)=/gm)].map(match => match[1]!)
  const unit = [...read('community-chat.service').matchAll(/^Environment=([A-Z0-9_]+)=/gm)].map(
    match => match[1]!,
  )
  const named = [...Object.keys(services.chat1.environment), ...image, ...unit]
  expect(services.chat2.environment).toEqual(services.chat1.environment)
  // What Node itself reads.
  expect(named.filter(name => !known.has(name))).toEqual(['NODE_OPTIONS', 'NODE_OPTIONS'])
})

test('whatever starts the server gives Node the same flags as its measurements do', () => {
  const starting = [
    JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')).scripts.start,
    /^ExecStart=\S+\/(.*)$/m.exec(read('community-chat.service'))![1],
    (JSON.parse(/^CMD (.*)$/m.exec(read('Dockerfile'))![1]!) as string[]).join(' '),
  ]
  for (const command of starting) expect(command).toMatch(new RegExp(`^node ${nodeFlags.join(' ')} server/`))
})

test('no secret stands in a file; compose refuses to start without one', () => {
  const { services } = yaml('compose.yaml')
  for (const name of ['JWT_SECRET', 'REDIS_PASSWORD', 'MONGODB_URI'])
    expect(services.chat1.environment[name]).toMatch(/\$\{\w+:\?\}/)
  const wanted = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(match => match[1]!)
  const offered = [...read('compose.env.example').matchAll(/^(\w+)=(.*)$/gm)]
  expect(offered.map(one => one[1]).toSorted()).toEqual([...new Set(wanted)].toSorted())
  expect(offered.filter(one => one[2] !== '')).toEqual([])
})

const indexesOf = (collection: string) => {
  const model = Object.values(mongoose.models).find(one => one.collection.name === collection)
  return model?.schema.indexes() as [Record<string, unknown>, { unique?: boolean }][] | undefined
}
const uniqueOf = (collection: string) =>
  (indexesOf(collection) ?? []).filter(one => one[1].unique).map(one => Object.keys(one[0]))

test('every unique index of messages and members begins with roomId', () => {
  for (const collection of ['messages', 'members']) {
    expect(uniqueOf(collection).length).toBeGreaterThan(1)
    expect(uniqueOf(collection).filter(([first]) => first !== 'roomId')).toEqual([])
  }
})

test('each key that shard.js names begins every unique index of a collection that there is, and is indexed', () => {
  const sharded: [string, Record<string, unknown>][] = []
  const sh = {
    enableSharding: () => undefined,
    shardCollection: (name: string, key: Record<string, unknown>) =>
      sharded.push([name.replace('chat.', ''), key]),
  }
  runInContext(read('shard.js'), createContext({ sh, db: { getName: () => 'chat' } }))
  expect(sharded.map(([name]) => name)).toEqual(['messages', 'members', 'reactions', 'findable'])
  for (const [name, key] of sharded) {
    const fields = Object.keys(key)
    const begins = (index: string[]) => fields.every((field, at) => index[at] === field)
    expect([name, uniqueOf(name).filter(index => !begins(index))]).toEqual([name, []])
    const all = [['_id'], ...indexesOf(name)!.map(one => Object.keys(one[0]))]
    expect([name, all.some(begins)]).toEqual([name, true])
  }
})
