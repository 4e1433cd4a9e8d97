import { BSONRegExp } from 'bson'
import { badValue, mongoFault } from './fault'
import { compareBson, regexParts } from './compare'
import { typeName } from './types'

/** Tells whether a value is a regular expression. */
export const isRegex = (value: unknown): value is RegExp | BSONRegExp => typeName(value) === 'regex'

/**
 * Compiles a PCRE pattern to a test on strings (and on equal regular expressions). What JavaScript has no equal for is
 * refused (51091) rather than read differently.
 */
export function compileRegex(operand: unknown, options?: unknown): (value: unknown) => boolean {
  if (!isRegex(operand) && typeof operand !== 'string') throw badValue('$regex has to be a string')
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string')
  const parts = isRegex(operand) ? regexParts(operand) : { pattern: operand, options: '' }
  if (options !== undefined && isRegex(operand) && parts.options !== '') {
    throw mongoFault(51075, 'Location51075', 'options set in both $regex and $options')
  }
  const flags = options ?? parts.options
  const regex = toJavaScript(parts.pattern, flags)
  const literal = new BSONRegExp(parts.pattern, [...flags].sort().join(''))
  return value => {
    if (typeof value === 'string') return regex.test(value)
    if (isRegex(value)) return compareBson(value, literal) === 0
    return typeName(value) === 'symbol' && regex.test(String(value))
  }
}

function toJavaScript(pattern: string, options: string): RegExp {
  const bad = [...options].find(option => !'imsxu'.includes(option))
  if (bad) throw mongoFault(51108, 'Location51108', `invalid flag in regex options: ${bad}`)
  const leading = /^\(\?([imsx]+)\)/.exec(pattern)
  const flags = options + (leading?.[1] ?? '')
  const source = translate(leading ? pattern.slice(leading[0].length) : pattern, flags)
  try {
    return new RegExp(source, flags.includes('i') ? 'iu' : 'u')
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

const invalid = (reason: string) =>
  mongoFault(51091, 'Location51091', `Regular expression is invalid: ${reason}`)

const WHITE = ' \\t\\n\\v\\f\\r'
const SYNTAX = new Set('^$\\.*+?()[]{}|/')
const SHARED_ESCAPES = new Set('dDwWbBtnrfxpPk0123456789')

// PCRE and JavaScript spell a few things alike and mean them differently; each is rewritten to PCRE's meaning.
function translate(pattern: string, flags: string): string {
  let result = ''
  let inClass = false
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index] as string
    if (char === '\\') {
      const escaped = pattern[++index]
      result += translateEscape(escaped, inClass)
      // After a whole class PCRE takes a dash for itself.
      if (inClass && 'dwsDWS'.includes(escaped ?? ' ') && pattern[index + 1] === '-') {
        result += '\\-'
        index++
      }
    } else if (inClass) {
      if (char === ']') inClass = false
      if (char === '[' && /[:.=]/.test(pattern[index + 1] ?? ''))
        throw invalid('POSIX classes are not supported here')
      result += char === '[' ? '\\[' : char
    } else if (char === '[') {
      inClass = true
      const start = /^\[\^?\]?/.exec(pattern.slice(index))?.[0] ?? '['
      result += start.replace(/\]$/, '\\]')
      index += start.length - 1
    } else if (char === '(' && pattern[index + 1] === '?') {
      result += translateGroup(pattern, index)
      index += 1
      if (pattern[index + 1] === 'P') index += 1
    } else if (flags.includes('x') && /\s/.test(char)) continue
    else if (flags.includes('x') && char === '#') index = endOfLine(pattern, index)
    else result += translatePlain(char, pattern, index, flags)
  }
  return result
}

function translatePlain(char: string, pattern: string, index: number, flags: string): string {
  const multiline = flags.includes('m')
  switch (char) {
    case '.':
      return flags.includes('s') ? '[^]' : '[^\\n]'
    case '^':
      return multiline ? '(?<=\\n|(?<![^]))' : '(?<![^])'
    case '$':
      return multiline ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))'
    case '+':
      if (/[*+?}]/.test(pattern[index - 1] ?? '') && pattern[index - 2] !== '\\')
        throw invalid('possessive quantifiers are not supported here')
      return char
    case ']':
      return '\\]'
    case '{':
      return /^\{\d+(?:,\d*)?\}/.test(pattern.slice(index)) ? char : '\\{'
    case '}':
      return /\{\d+(?:,\d*)?$/.test(pattern.slice(0, index)) ? char : '\\}'
    default:
      return char
  }
}

// Look-around, plain and named groups mean the same in both; `(?P<name>` is only spelled differently.
function translateGroup(pattern: string, index: number): string {
  const rest = pattern.slice(index)
  if (/^\(\?(?::|=|!|<=|<!|<[A-Za-z_])/.test(rest) || /^\(\?P<[A-Za-z_]/.test(rest)) return '(?'
  throw invalid(`the group ${rest.slice(0, 4)} is not supported here`)
}

function translateEscape(char: string | undefined, inClass: boolean): string {
  if (char === undefined) throw invalid('\\ at end of pattern')
  if (char === 's') return inClass ? WHITE : `[${WHITE}]`
  if (char === 'S' && !inClass) return `[^${WHITE}]`
  if (char === 'A' && !inClass) return '(?<![^])'
  if (char === 'z' && !inClass) return '(?![^])'
  if (char === 'Z' && !inClass) return '(?=\\n?(?![^]))'
  if (SYNTAX.has(char) || SHARED_ESCAPES.has(char)) return `\\${char}`
  if (/[A-Za-z]/.test(char)) throw invalid(`\\${char} is not supported here`)
  return char === '-' && inClass ? '\\-' : char
}

function endOfLine(pattern: string, index: number): number {
  const end = pattern.indexOf('\n', index)
  return end < 0 ? pattern.length : end
}
