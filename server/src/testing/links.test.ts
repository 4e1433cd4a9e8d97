/** What the guides point at is there: files, headings and npm commands. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

const root = resolve(import.meta.dirname, '../../..')
const guides = [
  'README.md',
  '.github/CONTRIBUTING.md',
  'server/embedded-mongo/README.md',
  'shared/docs/README.md',
]
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** A heading's anchor, as the usual readers of Markdown make it. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(match =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each(guides)('every relative link of %s leads to a file, and to a heading where it names one', guide => {
  const links = [...read(guide).matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1]!)
  const broken = links.filter(link => {
    if (/^(https?:|mailto:)/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? join(root, guide) : join(root, dirname(guide), path)
    return (
      !existsSync(file) || (anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor))
    )
  })
  expect(broken).toEqual([])
})

test.each(guides)('every npm command that %s names is there', guide => {
  const { scripts } = JSON.parse(read('package.json'))
  const named = [...read(guide).matchAll(/(?:`|^)npm (?:run )?([a-z][\w:-]*)/gm)].map(match => match[1]!)
  const own = ['install', 'run']
  const inside = guide.startsWith('server/embedded-mongo')
    ? JSON.parse(read('server/embedded-mongo/package.json')).scripts
    : {}
  expect(named.filter(name => !own.includes(name) && !scripts[name] && !inside[name])).toEqual([])
})

test('the guide at the top stays within 150 lines, the licence is the MIT one', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
  expect(read('LICENSE')).toMatch(/^MIT License/)
})
