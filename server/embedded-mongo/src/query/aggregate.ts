import { Int32 } from 'bson'
import { type Document, numberOf } from './bson'
import { sortDocuments } from './compare'
import { located, typeMismatch } from './fault'
import { compileGroup } from './group'
import { compileLookup } from './lookup'
import { compileFilter } from './match'
import { compileProjectStage } from './project'
import { refuseEmptyProjection } from './project-parse'
import { compileAddFields } from './add-fields'
import { isDocument, typeName } from './types'
import { compileUnwind } from './unwind'

export { splitLeadingMatch } from './pipeline-head'

/** What a pipeline needs from outside. The filter only helps to fetch less; more documents do no harm. */
export type PipelineContext = {
  lookup: (collectionName: string, filter?: Document) => Promise<Document[]> | Document[]
}

/** A compiled stage. */
export type Stage = (
  documents: Document[],
  context: PipelineContext,
  variables: Document,
) => Promise<Document[]> | Document[]

/** Runs an aggregation over documents already fetched; an unknown stage is refused (40324) before anything runs. */
export async function runPipeline(
  documents: Document[],
  pipeline: unknown[],
  context: PipelineContext,
): Promise<Document[]> {
  return compilePipeline(pipeline)(documents, context, {})
}

/** Compiles the stages of a pipeline to one. */
export function compilePipeline(pipeline: unknown[]): Stage {
  const compilers = pipeline.map(checkStage)
  return async (documents, context, variables) => {
    let current = documents
    for (const { compile, argument } of compilers)
      current = await compile(argument, variables)(current, context, variables)
    return current
  }
}

type StageCompiler = (argument: unknown, variables: Document) => Stage

const STAGES: Record<string, StageCompiler> = {
  $match: compileMatch,
  $group: argument => compileGroup(argument),
  $sort: compileSort,
  $limit: compileLimit,
  $skip: compileSkip,
  $project: compileProject,
  $addFields: argument => compileAddFields(argument, '$addFields'),
  $set: argument => compileAddFields(argument, '$set'),
  $unwind: argument => compileUnwind(argument),
  $lookup: argument => compileLookup(argument),
  $count: compileCount,
}

// Every stage is compiled once for its errors, and again with the variables when it runs.
function checkStage(stage: unknown): { compile: StageCompiler; argument: unknown } {
  if (!isDocument(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object")
  const [name, ...others] = Object.keys(stage)
  if (name === undefined || others.length > 0) {
    throw located(40323, 'A pipeline stage specification object must contain exactly one field.')
  }
  const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined
  if (!compile) throw located(40324, `Unrecognized pipeline stage name: '${name}'`)
  compile(stage[name], {})
  return { compile, argument: stage[name] }
}

function compileMatch(argument: unknown, variables: Document): Stage {
  if (!isDocument(argument)) throw located(15959, 'the match filter must be an expression in an object')
  const matches = compileFilter(argument, variables)
  return documents => documents.filter(document => matches(document))
}

function compileSort(argument: unknown): Stage {
  const sort = checkSort(argument)
  return documents => sortDocuments(documents, sort)
}

/** Checks a sort specification of a pipeline: fields with 1 or -1. */
export function checkSort(argument: unknown): Document {
  if (!isDocument(argument)) throw located(15973, 'the $sort key specification must be an object')
  const ways = Object.values(argument)
  if (ways.length === 0) throw located(15976, '$sort stage must have at least one sort key')
  for (const way of ways) {
    if (isDocument(way))
      throw located(31138, 'Illegal key in $sort specification: only 1 and -1 are supported here')
    if (numberOf(way) === undefined)
      throw located(15974, 'Illegal key in $sort specification: sort keys must be numbers')
    if (![1, -1].includes(numberOf(way) as number))
      throw located(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
  }
  return argument
}

function compileLimit(argument: unknown): Stage {
  const limit = wholeNumber('$limit', argument, 2107201)
  if (limit <= 0) throw located(15958, 'the limit must be positive')
  return documents => documents.slice(0, limit)
}

function compileSkip(argument: unknown): Stage {
  const skip = wholeNumber('$skip', argument, 5107200)
  if (skip < 0)
    throw located(
      5107200,
      `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${skip}`,
    )
  return documents => documents.slice(skip)
}

function wholeNumber(name: string, argument: unknown, code: number): number {
  const number = numberOf(argument)
  if (number !== undefined && Number.isInteger(number)) return number
  throw located(
    code,
    `invalid argument to ${name} stage: Expected an integer: ${name}: ${typeName(argument)}`,
  )
}

function compileProject(argument: unknown): Stage {
  refuseEmptyProjection(argument)
  const shape = compileProjectStage(argument)
  return (documents, _, variables) => documents.map(document => shape(document, variables))
}

function compileCount(argument: unknown): Stage {
  if (typeof argument !== 'string') throw located(40156, 'the count field must be a non-empty string')
  if (argument === '') throw located(40156, 'the count field must be a non-empty string')
  if (argument.startsWith('$')) throw located(40158, 'the count field cannot be a $-prefixed path')
  if (argument.includes('.')) throw located(40160, "the count field cannot contain '.'")
  if (argument.includes('\0')) throw located(40159, 'the count field cannot contain a null byte')
  return documents => (documents.length === 0 ? [] : [{ [argument]: new Int32(documents.length) }])
}
