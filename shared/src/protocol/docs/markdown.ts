/** The description as Markdown, for people: an index, and one file a capability. */
import { commonFaults } from '../faults'
import { closeCodes } from '../frame'
import type { DescribedCapability, DescribedRoute, Description, Refusal } from './describe'
import { accessMeans, audienceMeans, closeMeans, ownFrames } from './rules'
import { shapeOf } from './shape'

const generated = '<!-- Generated from the contracts by `npm run docs`. Change those, not this. -->'

/** Every file by its name, `README.md` being the index. */
export function markdownOf(description: Description): Record<string, string> {
  const files = description.capabilities.map(one => [`${one.name}.md`, capabilityText(one, description)])
  return { 'README.md': indexText(description), ...Object.fromEntries(files) }
}

function indexText({ capabilities, shapes }: Description): string {
  const owned = new Set(capabilities.flatMap(one => one.shapes))
  const fields = Object.entries(shapes).filter(([name]) => !owned.has(name))
  const codes = Object.entries(closeCodes) as [keyof typeof closeCodes, number][]
  const common = Object.entries(commonFaults).map(([code, [status, message]]) => ({ code, status, message }))
  return text([
    generated,
    '# The protocol',
    'Every route can be called over HTTP; those with a socket type also as a frame of the socket at `/ws`. One contract says both, so input, output and refusals are the same. A running server shows this at `/docs`, and as OpenAPI 3.1 at `/openapi.json`.',
    '## Capabilities',
    table(
      ['capability', 'routes', 'pushes'],
      capabilities.map(one => [
        `[${one.title}](${one.name}.md)`,
        String(one.routes.length),
        one.pushes.map(({ push }) => `\`${push.type}\``).join(' '),
      ]),
    ),
    '## HTTP',
    'Paths begin with `/api`. Bodies are JSON. `Authorization: Bearer <access token>` names the caller; a token never stands in a URL. A list takes `limit` (1–100) and `cursor`, and answers `{ items, next }`. A refusal is `{ "error": { "code", "message", "data"?, "requestId" } }`; a 429 carries `Retry-After`. What another capability is asked about first, it may refuse with a code of its own.',
    refusalTable(common),
    '## Socket',
    table(
      ['sender', 'frame', 'meaning'],
      ownFrames.map(({ from, frame, means }) => [
        from,
        `<code>${frame.replaceAll('|', '&#124;')}</code>`,
        means,
      ]),
    ),
    '## Close codes',
    table(
      ['code', 'meaning'],
      codes.map(([name, code]) => [String(code), closeMeans[name]]),
    ),
    '## Fields',
    ...fields.map(([name, schema]) =>
      block(`${name} = ${shapeOf(schema)}${schema.pattern ? `  // ${schema.pattern}` : ''}`),
    ),
  ])
}

function capabilityText(one: DescribedCapability, { shapes }: Description): string {
  return text([
    generated,
    `# ${one.title}`,
    '[All capabilities](README.md)',
    ...one.routes.flatMap(routeText),
    ...(one.pushes.length > 0 ? ['## Pushes'] : []),
    ...one.pushes.flatMap(({ push, frame }) => [
      `### ${push.type}`,
      `${push.summary} ${audienceMeans[push.to]}`,
      block(frame),
    ]),
    ...(one.shapes.length > 0 ? ['## Shapes'] : []),
    ...one.shapes.flatMap(name => [`### ${name}`, block(shapeOf(shapes[name]!))]),
    ...(one.faults.length > 0 ? ['## Refusals', refusalTable(one.faults)] : []),
  ])
}

function routeText({ route, http, socket, refusals }: DescribedRoute): string[] {
  const columns = [
    '<table><tr><th>HTTP</th><th>Socket</th></tr><tr><td valign="top">',
    block(http),
    '</td><td valign="top">',
    socket === null ? 'HTTP only.' : block(socket),
    '</td></tr></table>',
  ]
  return [
    `## ${route.name}`,
    route.summary,
    `${accessMeans[route.access]} Limit: ${route.limit}.`,
    ...columns,
    `Refusals: ${refusals.map(({ code, status }) => `\`${code}\` ${status}`).join(' · ')}`,
  ]
}

const refusalTable = (refusals: Refusal[]): string =>
  table(
    ['code', 'status', 'meaning'],
    refusals.map(({ code, status, message }) => [`\`${code}\``, String(status), message]),
  )

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
const block = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``
const text = (parts: string[]): string => `${parts.join('\n\n')}\n`
