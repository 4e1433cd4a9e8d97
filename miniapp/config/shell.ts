import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Compiler } from 'webpack'

/** Adds `sw.js` to the page: the service worker with the list of what was built, named after its content. */
export class Shell {
  apply(compiler: Compiler): void {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap('Shell', compilation => {
      // Last of all: by then the names carry their hashes and the page exists.
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT
      compilation.hooks.processAssets.tap({ name: 'Shell', stage }, assets => {
        const built = Object.keys(assets).filter(name => /\.(js|css|svg|png|webmanifest)$/.test(name))
        const page = assets['index.html']?.source().toString() ?? ''
        const version = createHash('sha256').update(built.join()).update(page).digest('hex').slice(0, 12)
        const files = ['./', ...built.map(name => `./${name}`)]
        const text = readFileSync(path.join(__dirname, 'sw.js'), 'utf8')
          .replace('SHELL_VERSION', version)
          .replace('SHELL_FILES', JSON.stringify(files))
        compilation.emitAsset('sw.js', new sources.RawSource(text))
      })
    })
  }
}
