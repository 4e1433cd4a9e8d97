/** The readable page: every route on both its faces, side by side. Plain HTML; nothing runs in it. */
import {
  accessMeans,
  audienceMeans,
  closeMeans,
  type DescribedCapability,
  type DescribedRoute,
  type Description,
  ownFrames,
  shapeOf,
} from '@community-chat/shared/protocol/docs'
import { commonFaults } from '@community-chat/shared/protocol/faults'
import { closeCodes } from '@community-chat/shared/protocol/frame'

/** The whole page. */
export const pageOf = (description: Description, version: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Community Chat: the protocol</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<div class="layout">
${navigation(description)}
<main>
<h1>The protocol</h1>
<p>Version ${escape(version)}. Every route can be called over HTTP; those with a socket type also as a frame of the socket at <code>/ws</code>. The same as OpenAPI 3.1: <a href="/openapi.json">openapi.json</a>.</p>
${general(description)}
${description.capabilities.map(one => section(one, description)).join('\n')}
</main>
</div>
</body>
</html>
`

function navigation({ capabilities }: Description): string {
  const groups = capabilities.map(
    ({ name, title, routes, pushes }) => `<details><summary>${escape(title)}</summary><ul>
<li><a href="#${name}">All of ${escape(title.toLowerCase())}</a></li>
${routes.map(({ route }) => `<li><a href="#${route.name}">${escape(route.name)}</a></li>`).join('\n')}
${pushes.map(({ push }) => `<li><a href="#push-${push.type}">${escape(push.type)}</a></li>`).join('\n')}
</ul></details>`,
  )
  return `<nav aria-label="Capabilities"><ul>
<li><a href="#http">HTTP</a></li><li><a href="#socket">Socket</a></li><li><a href="#close-codes">Close codes</a></li><li><a href="#fields">Fields</a></li>
</ul>
${groups.join('\n')}</nav>`
}

function general({ capabilities, shapes }: Description): string {
  const owned = new Set(capabilities.flatMap(one => one.shapes))
  const fields = Object.entries(shapes).filter(([name]) => !owned.has(name))
  const codes = Object.entries(closeCodes) as [keyof typeof closeCodes, number][]
  return `<h2 id="http">HTTP</h2>
<p>Bodies are JSON. <code>Authorization: Bearer &lt;access token&gt;</code> names the caller; a token never stands in a URL. A list takes <code>limit</code> (1–100) and <code>cursor</code>, and answers <code>{ items, next }</code>. A refusal is <code>{ "error": { "code", "message", "data"?, "requestId" } }</code>; a 429 carries <code>Retry-After</code>. What another capability is asked about first, it may refuse with a code of its own.</p>
${table(
  ['Code', 'Status', 'Meaning'],
  Object.entries(commonFaults).map(([code, [status, message]]) => [
    `<code>${code}</code>`,
    String(status),
    escape(message),
  ]),
)}
<h2 id="socket">Socket</h2>
${table(
  ['Sender', 'Frame', 'Meaning'],
  ownFrames.map(({ from, frame, means }) => [from, `<code>${escape(frame)}</code>`, prose(means)]),
)}
<h2 id="close-codes">Close codes</h2>
${table(
  ['Code', 'Meaning'],
  codes.map(([name, code]) => [String(code), prose(closeMeans[name])]),
)}
<h2 id="fields">Fields</h2>
${table(
  ['Name', 'Type', 'Pattern'],
  fields.map(([name, schema]) => [
    `<code>${escape(name)}</code>`,
    escape(shapeOf(schema)),
    schema.pattern ? `<code>${escape(String(schema.pattern))}</code>` : '',
  ]),
)}`
}

function section(one: DescribedCapability, { shapes }: Description): string {
  const pushes = one.pushes.map(
    ({ push, frame }) => `<article class="route" id="push-${push.type}">
<h3><a href="#push-${push.type}">${escape(push.type)}</a></h3>
<p>${escape(push.summary)} <span class="facts">${escape(audienceMeans[push.to])}</span></p>
${code(frame)}
</article>`,
  )
  const own = one.shapes.map(
    name =>
      `<article class="route" id="shape-${name}"><h3>${escape(name)}</h3>${code(shapeOf(shapes[name]!))}</article>`,
  )
  const faults = table(
    ['Code', 'Status', 'Meaning'],
    one.faults.map(({ code, status, message }) => [`<code>${code}</code>`, String(status), escape(message)]),
  )
  return `<section aria-labelledby="${one.name}">
<h2 id="${one.name}">${escape(one.title)}</h2>
${one.faults.length > 0 ? faults : ''}
${[...one.routes.map(article), ...pushes, ...own].join('\n')}
</section>`
}

const article = ({
  route,
  http,
  socket,
  refusals,
}: DescribedRoute): string => `<article class="route" id="${route.name}">
<h3><a href="#${route.name}">${escape(route.name)}</a></h3>
<p>${prose(route.summary)}</p>
<p class="facts">${escape(accessMeans[route.access])} Limit: ${escape(route.limit)}.</p>
<div class="faces">
<div><h4>HTTP</h4>${code(http)}</div>
<div><h4>Socket</h4>${socket === null ? '<p class="facts">HTTP only.</p>' : code(socket)}</div>
</div>
<p class="facts">Refusals: ${refusals.map(one => `<code>${one.code}</code> ${one.status}`).join(' · ')}</p>
</article>`

const table = (head: string[], rows: string[][]): string =>
  `<div class="scroll"><table><thead><tr>${head.map(cell => `<th>${cell}</th>`).join('')}</tr></thead><tbody>
${rows.map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></div>`

/** A block one can reach and scroll with the keyboard. */
const code = (text: string): string => `<pre tabindex="0">${escape(text)}</pre>`
const prose = (text: string): string => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>')
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
