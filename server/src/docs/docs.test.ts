import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe as describeContracts, markdownOf, openApiOf } from '@community-chat/shared/protocol/docs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openTestApp, type TestApp } from '../testing/app'
import { rawHttp } from '../testing/raw'
import { filesOf } from './files'
import { version } from './serve'

const root = resolve(import.meta.dirname, '../../..')
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const contracts = () => app.kernel.registry.capabilities.map(one => one.contract)

test('GET /openapi.json is a valid OpenAPI 3.1 document', async () => {
  const { status, body, headers } = await rawHttp(app, '/openapi.json')
  expect([status, headers['content-type'], body.openapi]).toEqual([
    200,
    'application/json; charset=utf-8',
    '3.1.0',
  ])
  expect(await new Validator().validate(structuredClone(body))).toEqual({ valid: true })
})

test('every route is in it with its access, limit, fields, refusals and socket type', async () => {
  const { body } = await rawHttp(app, '/openapi.json')
  for (const { route } of app.kernel.registry.routes) {
    const operation = body.paths[`/api${route.path.replace(/:(\w+)/g, '{$1}')}`][route.method.toLowerCase()]
    expect(operation).toMatchObject({
      operationId: route.name,
      summary: route.summary,
      'x-access': route.access,
      'x-limit': route.limit,
    })
    expect(operation['x-socket-type']).toBe(route.type)
    expect(operation.security).toEqual(route.access === 'public' ? [] : undefined)
    const named = [
      ...operation.parameters.map((one: { name: string }) => one.name),
      ...Object.keys(operation.requestBody?.content['application/json'].schema.properties ?? {}),
    ]
    expect(named.sort()).toEqual(Object.keys(route.input._zod.def.shape).sort())
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '429', '500', '503']))
    expect(operation.responses['401'] !== undefined || route.access === 'public').toBe(true)
  }
})

test('every push is in it with its data, and every code with which a socket is closed', async () => {
  const { pushes, closeCodes, frames } = (await rawHttp(app, '/openapi.json')).body['x-socket']
  const declared = contracts().flatMap(one => Object.values(one.pushes))
  expect(pushes.map((one: { type: string }) => one.type)).toEqual(declared.map(one => one.type))
  expect(pushes.every((one: { data: object }) => Object.keys(one.data).length > 0)).toBe(true)
  expect(Object.keys(closeCodes)).toEqual(['4001', '4003', '4008', '4009', '4010', '4012', '4013'])
  expect(JSON.stringify(frames)).toMatch(/authenticate.*welcome.*reply.*fault.*skip.*token_expiring/)
})

test('the documents bear the version of the package', () => {
  const { version: released } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(version).toBe(released)
})

test('no reference leads nowhere', async () => {
  const { text, body } = await rawHttp(app, '/openapi.json')
  const references = [...text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(match =>
    match[1]!.split('/'),
  )
  expect(references.length).toBeGreaterThan(20)
  const leading = ([part, name]: string[]) => Object.hasOwn(body.components[part!] ?? {}, name!)
  expect(references.filter(reference => !leading(reference))).toEqual([])
  expect(text).not.toContain('$defs')
})

test('a fault that a route names is one of its contract', () => {
  const unknown = contracts().flatMap(({ faults, routes }) =>
    Object.values(routes).flatMap(route =>
      (route.faults ?? []).filter(code => !Object.hasOwn(faults, code)).map(code => `${route.name}: ${code}`),
    ),
  )
  expect(unknown).toEqual([])
})

test.each(['/openapi.json', '/docs', '/docs.css'])('%s is not sent twice to who has it', async path => {
  const first = await rawHttp(app, path)
  const etag = String(first.headers.etag)
  expect([first.status, first.headers['cache-control']]).toEqual([200, 'no-cache'])
  expect(etag).toMatch(/^"[\w-]{27}"$/)
  const again = await rawHttp(app, path, { headers: { 'if-none-match': etag } })
  expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag])
  expect((await rawHttp(app, path, { method: 'POST' })).status).toBe(404)
})

test('GET /docs shows each route and push, under a policy that lets nothing inline run', async () => {
  const { text, headers } = await rawHttp(app, '/docs')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(headers['content-security-policy']).toContain("script-src 'self';")
  expect(text).not.toMatch(/<script|style="|\son\w+=/)
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
  expect(new Set(ids).size).toBe(ids.length)
  for (const { route } of app.kernel.registry.routes) expect(ids).toContain(route.name)
  for (const push of contracts().flatMap(one => Object.values(one.pushes))) {
    expect(ids).toContain(`push-${push.type}`)
  }
  const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(match => match[1])
  expect(targets.filter(target => !ids.includes(target))).toEqual([])
})

test('shared/docs is what the contracts say today; if not, run `npm run docs`', () => {
  const folder = join(root, 'shared/docs')
  const expected = filesOf(contracts())
  const stale = Object.entries(expected)
    .filter(
      ([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text,
    )
    .map(([name]) => name)
  expect(stale).toEqual([])
  expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort())
})

test('the Markdown has a file a capability, and its links lead somewhere', () => {
  const description = describeContracts(contracts())
  const files = markdownOf(description)
  expect(Object.keys(files)).toEqual(['README.md', ...contracts().map(one => `${one.name}.md`)])
  const links = Object.values(files).flatMap(text =>
    [...text.matchAll(/\]\(([^)]+)\)/g)].map(match => match[1]!),
  )
  expect(links.filter(link => !Object.hasOwn(files, link))).toEqual([])
  expect(openApiOf(description, '1')).toEqual(openApiOf(describeContracts(contracts()), '1'))
})
