/** Every regular expression of the sources, found by the parser of TypeScript. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

/** One of them; `source` is null where it is made while the program runs. */
export interface Pattern {
  /** File and line. */
  at: string
  file: string
  source: string | null
  flags: string
}

/** What only tests run, what is installed and what is built. */
const notOurs = /(^|\/)(node_modules|dist|testing|law|browser|hardening)\/|\.(test|type-test)\.tsx?$/

/** Those of the programs in some folders below `root`. */
export function patternsIn(root: string, folders: string[]): Pattern[] {
  const files = folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(ts|tsx|mjs|js)$/.test(name) && !notOurs.test(name))
      .map(name => join(root, folder, name)),
  )
  return files.flatMap(file => patternsOf(relative(root, file), readFileSync(file, 'utf8')))
}

/** Those of one text. */
export function patternsOf(file: string, text: string): Pattern[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Pattern[] = []
  const visit = (node: ts.Node): void => {
    const pattern = patternAt(node)
    const line = parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1
    if (pattern) found.push({ ...pattern, file, at: `${file}:${line}` })
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return found
}

function patternAt(node: ts.Node): Pick<Pattern, 'source' | 'flags'> | null {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/')
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) }
  }
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return null
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'RegExp') return null
  const [source, flags] = node.arguments ?? []
  const isKnown = source && ts.isStringLiteralLike(source) && (!flags || ts.isStringLiteralLike(flags))
  return {
    source: isKnown ? source.text : null,
    flags: isKnown && flags ? (flags as ts.StringLiteralLike).text : '',
  }
}
