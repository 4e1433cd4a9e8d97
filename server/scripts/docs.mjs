/** `npm run docs`: writes what the contracts say into shared/docs, as Markdown and OpenAPI. */
import { join } from 'node:path'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
const { buildServer } = await import('./build.mjs')
await buildServer()
await run('node', ['server/dist/docs/write.js', join(root, 'shared/docs')])
