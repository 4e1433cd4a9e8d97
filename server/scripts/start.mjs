/** `npm start`: installs, builds what is missing or stale, and becomes the server. */
import { install, root } from './workspace.mjs'

process.chdir(root)
try {
  await install()
  const { buildPage, buildServer } = await import('./build.mjs')
  await buildServer()
  await buildPage()
} catch (error) {
  console.error(`Could not start: ${error.message}`)
  process.exit(1)
}
await import('../dist/main.js')
