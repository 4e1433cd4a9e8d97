import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['src/index.ts', 'src/worker.ts', 'src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['lmdb', 'bson', 'mingo'],
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
  write: false,
})

// Each file appears whole, so that a server starting meanwhile never reads half of one.
mkdirSync(new URL('dist/', import.meta.url), { recursive: true })
for (const { path, contents } of outputFiles) {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, contents)
  if (path.endsWith('cli.js')) chmodSync(draft, 0o755)
  renameSync(draft, path)
}
