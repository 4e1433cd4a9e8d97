/** Builds what runs: the embedded database, the server, the H5 page. Each only when it is missing or stale. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, unlessFresh } from './workspace.mjs'

const lock = ['pnpm-lock.yaml']

/** The embedded database and the server, in well under a second each. */
export async function buildServer() {
  const database = ['server/embedded-mongo/src', 'server/embedded-mongo/build.mjs', ...lock]
  await unlessFresh('embedded-mongo', database, ['server/embedded-mongo/dist/cli.js'], () =>
    run('node', ['server/embedded-mongo/build.mjs']),
  )
  const server = ['server/src', 'shared/src', 'server/scripts/build.mjs', ...lock]
  await unlessFresh('server', server, ['server/dist/main.js', 'server/dist/admin.js'], bundleServer)
}

/** The H5 page; the builder can end well having written nothing, so its output is removed first and looked for after. */
export async function buildPage() {
  const inputs = [
    'miniapp/src',
    'miniapp/config',
    'miniapp/scripts',
    'miniapp/babel.config.js',
    'miniapp/package.json',
    'shared/src',
    ...lock,
  ]
  await unlessFresh('h5', inputs, ['miniapp/dist/h5/index.html', 'miniapp/dist/h5/sw.js'], async () => {
    console.log('Building the page (about a minute, once)…')
    rmSync(join(root, 'miniapp/dist/h5'), { recursive: true, force: true })
    await run('npm', ['run', '--silent', 'build:h5'], {
      cwd: join(root, 'miniapp'),
      quiet: true,
      env: { NODE_ENV: 'production' },
    })
  })
}

async function bundleServer() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: join(root, 'server'),
    entryPoints: ['src/main.ts', 'src/admin.ts'],
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [{ name: 'dependencies stay outside', setup: keepOutside }],
  })
}

/** Everything but our own shared code is loaded from node_modules at run time. */
function keepOutside({ onResolve }) {
  onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
    if (kind === 'entry-point' || path.startsWith('@community-chat/shared/')) return undefined
    return { path, external: true }
  })
}

if (process.argv[1] === import.meta.filename) {
  await buildServer()
  if (process.argv.includes('--page')) await buildPage()
}
