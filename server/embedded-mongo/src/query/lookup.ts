import { type Document, setField } from './bson'
import { compilePipeline, type Stage } from './aggregate'
import { variableName } from './expression-control'
import { evaluator } from './expression'
import type { Evaluate } from './expression-values'
import { failedToParse } from './fault'
import { compileFilter } from './match'
import { splitPath, visitPath } from './path'
import { isRegex } from './regex'
import { isDocument } from './types'

const OPTIONS = ['from', 'as', 'localField', 'foreignField', 'let', 'pipeline']

/** Compiles `$lookup` by fields, by a pipeline with `let`, or by both. */
export function compileLookup(argument: unknown): Stage {
  if (!isDocument(argument)) throw failedToParse('the $lookup specification must be an object')
  const stranger = Object.keys(argument).find(name => !OPTIONS.includes(name))
  if (stranger !== undefined) throw failedToParse(`unknown argument to $lookup: ${stranger}`)
  const { from, as, localField, foreignField, pipeline, let: bindings = {} } = argument
  if (typeof from !== 'string') throw failedToParse("missing 'from' option to $lookup stage specification")
  if (typeof as !== 'string') throw failedToParse("must specify 'as' field for a $lookup")
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw failedToParse("$lookup requires both or neither of 'localField' and 'foreignField' to be specified")
  }
  if (localField === undefined && pipeline === undefined) {
    throw failedToParse(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  }
  const join = localField === undefined ? undefined : joinOf(localField, foreignField)
  const inner = pipeline === undefined ? undefined : compileInner(pipeline, bindings)
  return (documents, context, variables) => {
    const foreign = context.lookup(from, { filter: join?.filter(documents) ?? {} })
    const results: Document[] = []
    for (const document of documents) {
      const joined = join ? join.matching(document, foreign) : foreign
      const found = inner
        ? inner.stage(joined, context, { ...variables, ...inner.bind(document, variables) })
        : joined
      results.push(withPath(document, as.split('.'), found))
    }
    return results
  }
}

type Join = {
  filter: (documents: Document[]) => Document
  matching: (document: Document, foreign: Document[]) => Document[]
}

function joinOf(localField: unknown, foreignField: unknown): Join {
  if (typeof localField !== 'string' || typeof foreignField !== 'string') {
    throw failedToParse("$lookup argument 'localField' and 'foreignField' must be strings")
  }
  const path = splitPath(localField)
  const conditionOf = (values: unknown[]): Document => ({ [foreignField]: { $in: values } })
  return {
    filter: documents => conditionOf(documents.flatMap(document => localValues(document, path))),
    matching: (document, foreign) => {
      const matches = compileFilter(conditionOf(localValues(document, path)))
      return foreign.filter(candidate => matches(candidate))
    },
  }
}

// An absent local field joins with null and with absent foreign fields; an array joins by element.
function localValues(document: Document, path: string[]): unknown[] {
  const values: unknown[] = []
  visitPath(
    document,
    path,
    value => {
      if (Array.isArray(value)) values.push(...value)
      else values.push(value ?? null)
      return false
    },
    false,
  )
  const joinable = values.filter(value => !isRegex(value))
  return joinable
}

type Inner = { stage: Stage; bind: (document: Document, variables: Document) => Document }

function compileInner(pipeline: unknown, bindings: unknown): Inner {
  if (!Array.isArray(pipeline)) throw failedToParse("'pipeline' option must be specified as an array")
  if (!isDocument(bindings)) throw failedToParse("$lookup argument 'let: ' must be an object")
  const variables = Object.entries(bindings).map(([name, value]): [string, Evaluate] => [
    variableName(name),
    evaluator(value),
  ])
  return {
    stage: compilePipeline(pipeline, '$lookup'),
    bind: (document, outer) =>
      Object.fromEntries(variables.map(([name, evaluate]) => [name, evaluate(document, outer)])),
  }
}

function withPath(document: Document, path: string[], value: unknown): Document {
  const [name, ...rest] = path as [string, ...string[]]
  const result = { ...document }
  const inner = result[name]
  setField(result, name, rest.length === 0 ? value : withPath(isDocument(inner) ? inner : {}, rest, value))
  return result
}
