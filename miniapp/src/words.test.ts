/** What people read: in both languages, and from the words files alone. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !/\.test\.|\btesting\b/.test(name))
  .map(name => join(__dirname, name))

interface Phrase {
  /** The keys that lead to it. */
  path: string
  /** The literal texts in it, without what is filled in. */
  texts: string[]
}

const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  node.forEachChild(child => visit(child, see))
}

const nameOf = (property: ts.ObjectLiteralElementLike) => property.name?.getText().replace(/['"]/g, '') ?? ''

/** The properties of an object, by their names. */
const propertiesOf = (object: ts.ObjectLiteralExpression) =>
  new Map(
    object.properties.flatMap((one): [string, ts.Expression][] =>
      ts.isPropertyAssignment(one) ? [[nameOf(one), one.initializer]] : [],
    ),
  )

/** The words below an expression, each with its literal texts. */
function phrases(of: ts.Expression, path = ''): Phrase[] {
  if (ts.isObjectLiteralExpression(of))
    return [...propertiesOf(of)].flatMap(([name, value]) => phrases(value, `${path}.${name}`))
  const texts: string[] = []
  visit(of, node => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    )
      texts.push(node.text)
  })
  return [{ path, texts }]
}

/** Every pair of dictionaries in a file: an object with the words in `en` and in `zh`. */
function dictionaries(file: string): { en: ts.Expression; zh: ts.Expression }[] {
  const found: { en: ts.Expression; zh: ts.Expression }[] = []
  visit(parse(file), node => {
    if (!ts.isObjectLiteralExpression(node)) return
    const { en, zh } = Object.fromEntries(propertiesOf(node))
    if (en && zh && ts.isObjectLiteralExpression(en)) found.push({ en, zh })
  })
  return found
}

const wordsFiles = files.filter(file => /words\.ts$/.test(file)).map(file => relative(__dirname, file))

const isChinese = /[\u3400-\u9fff\uff01-\uff5e]/
/** Four Latin words in a row, with none of ours among them. */
const isSentence = (text: string) => /[A-Za-z]{2,}(?:[ ,]+[A-Za-z']+){3,}/.test(text) && !isChinese.test(text)
/** What speaks to those who read the other language. */
const isForOthers = /\.(second|otherLanguage|switchLanguage|zh)$/

test.each(wordsFiles)('%s says everything in both languages', file => {
  const pairs = dictionaries(join(__dirname, file))
  const wrong = pairs.flatMap(({ en, zh }) => {
    const [english, chinese] = [phrases(en), phrases(zh)]
    const paths = (list: Phrase[]) => list.map(one => one.path).sort()
    const isEmpty = ({ texts }: Phrase) => texts.length > 0 && texts.every(text => !text.trim())
    return [
      ...(String(paths(english)) === String(paths(chinese)) ? [] : ['the keys differ']),
      ...[...english, ...chinese].filter(isEmpty).map(({ path }) => `nothing is said at ${path}`),
      ...english.flatMap(({ path, texts }) =>
        texts
          .filter(text => isChinese.test(text) && !isForOthers.test(path))
          .map(text => `Chinese in English at ${path}: ${text}`),
      ),
      ...chinese.flatMap(({ path, texts }) =>
        texts.filter(isSentence).map(text => `English in Chinese at ${path}: ${text}`),
      ),
    ]
  })
  expect(wrong).toEqual([])
})

/** What these are given is read, by eyes or by a reader of the screen. */
const read = /^(?:label|placeholder|title|text|hint|alt|name|words?|subtitle|cancel|\w+Label)$/
const hasLetters = (text: string) => /\p{L}{2,}/u.test(text)

/** Texts that a component shows without asking its words for them. */
function bare(source: ts.SourceFile): string[] {
  const found: string[] = []
  visit(source, node => {
    if (ts.isJsxText(node) && hasLetters(node.text)) found.push(node.text.trim())
    if (!ts.isJsxAttribute(node) || !read.test(node.name.getText()) || !node.initializer) return
    const { initializer } = node
    const value = ts.isJsxExpression(initializer) ? initializer.expression : initializer
    const tag = node.parent.parent.tagName.getText()
    const isName = ['Icon', 'input', 'Input', 'Field', 'meta'].includes(tag) && node.name.getText() === 'name'
    if (value && ts.isStringLiteralLike(value) && hasLetters(value.text) && !isName)
      found.push(`${tag}: ${value.text}`)
  })
  return found
}

test('no component shows words that are not in a words file', () => {
  const shown = files
    .filter(file => file.endsWith('.tsx'))
    .flatMap(file => bare(parse(file)).map(text => `${relative(__dirname, file)}: ${text}`))
  expect(shown).toEqual([])
})

test('bare words are found in texts and in labels', () => {
  const code = '<Tap label="Close it" className="hit">Good day{name}</Tap>'
  const source = ts.createSourceFile('x.tsx', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  expect(bare(source)).toEqual(['Tap: Close it', 'Good day'])
})
