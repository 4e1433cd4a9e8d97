import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Raw bytes; the hosts take 2 MB a package and 20 MB in all. */
const budget = { main: 1_000_000, later: 700_000, total: 2_000_000 }
const kinds = {
  weapp: { script: '.js', config: '.json', page: '.wxml', style: '.wxss' },
  alipay: { script: '.js', config: '.json', page: '.axml', style: '.acss' },
}

interface AppConfig {
  pages: string[]
  subPackages?: { root: string; pages: string[] }[]
  themeLocation?: string
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    statSync(join(folder, file)).isFile(),
  )

describe.each(Object.entries(kinds))('the %s build', (kind, ends) => {
  const folder = resolve(__dirname, '../../../dist', kind)
  const config = JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')) as AppConfig
  const later = config.subPackages ?? []
  const size = (files: string[]) => files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  const shipped = filesIn(folder).filter(file => !/\.(map|LICENSE\.txt)$/.test(file))

  test('has the app and every page that it names', () => {
    const pages = [
      ...config.pages,
      ...later.flatMap(({ root, pages }) => pages.map(page => `${root}/${page}`)),
    ]
    expect(pages.length).toBeGreaterThan(0)
    const wanted = [
      ...[ends.script, ends.config, ends.style].map(end => `app${end}`),
      ...pages.flatMap(page => [ends.script, ends.config, ends.page].map(end => page + end)),
      ...(config.themeLocation ? [config.themeLocation] : []),
    ]
    expect(wanted.filter(file => !existsSync(join(folder, file)))).toEqual([])
    expect(size([`app${ends.script}`])).toBeGreaterThan(10_000)
  })

  test(`has a main package of at most ${budget.main / 1000} kB, as has each later one`, () => {
    const inLater = (file: string) => later.some(({ root }) => file.startsWith(`${root}/`))
    const main = size(shipped.filter(file => !inLater(file)))
    const others = later.map(({ root }) => ({
      root,
      size: size(shipped.filter(file => file.startsWith(`${root}/`))),
    }))
    console.log(
      `${kind}: main ${(main / 1000).toFixed(1)} kB, ${others.map(one => `${one.root} ${one.size}`).join(', ')}`,
    )
    expect(main).toBeLessThanOrEqual(budget.main)
    expect(others.filter(one => one.size > budget.later)).toEqual([])
    expect(size(shipped)).toBeLessThanOrEqual(budget.total)
  })

  test('runs no code from text and keeps nothing synchronously', () => {
    const ours = shipped.filter(file => /^(common|pages\/.*|capabilities\/.*)\.js$/.test(file))
    const text = ours.map(file => readFileSync(join(folder, file), 'utf8')).join('\n')
    expect(text).not.toMatch(/\beval\(|new Function\(|[sg]etStorageSync|removeStorageSync/)
  })
})

test('WeChat DevTools finds the build from the folder of the repository', () => {
  const root = resolve(__dirname, '../../../..')
  const project = JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8')) as {
    miniprogramRoot: string
  }
  expect(existsSync(join(root, project.miniprogramRoot, 'app.json'))).toBe(true)
})
