/** Builds what runs: the embedded database, the server, the page, the mini programs. Each only when missing or stale. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { install, root, run, unlessFresh } from './workspace.mjs'

const lock = ['pnpm-lock.yaml']
/** What is run or imported beside the server: commands, and the library. */
const beside = ['admin', 'docs/write', 'library/index', 'backup/command']

/** The embedded database and the server, in well under a second each. */
export async function buildServer() {
  const database = ['server/embedded-mongo/src', 'server/embedded-mongo/build.mjs', ...lock]
  await unlessFresh('embedded-mongo', database, ['server/embedded-mongo/dist/cli.js'], () =>
    run('node', ['server/embedded-mongo/build.mjs']),
  )
  const server = ['server/src', 'shared/src', 'server/scripts/build.mjs', ...lock]
  await unlessFresh(
    'server',
    server,
    ['main', ...beside].map(name => `server/dist/${name}.js`),
    bundleServer,
  )
}

const client = [
  'miniapp/src',
  'miniapp/config',
  'miniapp/babel.config.js',
  'miniapp/package.json',
  'shared/src',
  ...lock,
]

/** The H5 page. */
export const buildPage = () => buildClient('h5', ['index.html', 'sw.js'])

/** The mini program for `weapp` (WeChat) or `alipay`. */
export const buildMini = kind =>
  buildClient(kind, ['app.js', 'app.json', 'taro.js', 'common.js', 'vendors.js', 'runtime.js'])

/** The builder can end well having written nothing, so its output is removed first and looked for after. */
async function buildClient(kind, files) {
  const folder = `miniapp/dist/${kind}`
  const outputs = files.map(file => `${folder}/${file}`)
  const build = async () => {
    console.log(`Building ${kind} (up to a minute, once)…`)
    rmSync(join(root, folder), { recursive: true, force: true })
    await run('npm', ['run', '--silent', `build:${kind}`], {
      cwd: join(root, 'miniapp'),
      quiet: true,
      env: { NODE_ENV: 'production' },
    })
  }
  await unlessFresh(kind, client, outputs, build, process.env.TARO_APP_SERVER)
}

async function bundleServer() {
  const common = { outbase: 'src', outdir: 'dist', sourcemap: true }
  await bundle({ ...common, entryPoints: beside.map(name => `src/${name}.ts`) })
  // A node that others wait for finds all of its code in one file: a fifth less work until it is ready.
  const banner = { js: requireForPackages }
  await bundle({ ...common, banner, entryPoints: ['src/main.ts'] }, keepNativeOutside)
}

/** Packages that are CommonJS ask for modules of Node by this name, which a bundle of ES modules does not have. */
const requireForPackages =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

/** Bundles TypeScript of the server for Node; folders as seen from `server/`. */
async function bundle(options, outside = keepOutside) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: join(root, 'server'),
    ...options,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    plugins: [{ name: 'what stays outside', setup: outside }],
  })
}

/** Installs, builds the server, and bundles a program that runs beside it into `server/dist/FOLDER`. */
export async function buildTool(folder, entryPoints, outbase) {
  process.chdir(root)
  await install()
  await buildServer()
  await bundle({ entryPoints, outbase, outdir: `dist/${folder}` })
}

/** Everything but our own shared code is loaded from node_modules at run time. */
export function keepOutside({ onResolve }) {
  onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
    if (kind === 'entry-point' || path.startsWith('@community-chat/shared/')) return undefined
    return { path, external: true }
  })
}

/** Compiled code, and what starts a thread or a process from a file of its own. */
function keepNativeOutside({ onResolve }) {
  onResolve({ filter: /^(sharp|@node-rs\/argon2|@community-chat\/embedded-mongo)$/ }, ({ path }) => ({
    path,
    external: true,
  }))
}

if (process.argv[1] === import.meta.filename) {
  await buildServer()
  if (process.argv.includes('--page')) await buildPage()
  for (const kind of ['weapp', 'alipay']) if (process.argv.includes(`--${kind}`)) await buildMini(kind)
}
