import { compileAddFields } from './add-fields'
import type { Document } from './bson'
import { compileBucket, compileSortByCount } from './bucket'
import { compileFacet } from './facet'
import { located, mongoFault, typeMismatch } from './fault'
import { compileGroup } from './group'
import { compileLookup } from './lookup'
import type { Asked } from './pipeline-head'
import { compileReplaceRoot, compileReplaceWith } from './replace-root'
import { compileProject, compileUnset } from './stages-shaping'
import {
  compileCount,
  compileLimit,
  compileMatch,
  compileSample,
  compileSkip,
  compileSort,
} from './stages-plain'
import { isDocument } from './types'
import { compileUnionWith } from './union-with'
import { compileUnwind } from './unwind'
import { compileSetWindowFields } from './window'
import { isWriteStage } from './write-stage'

export { splitLeadingMatch } from './pipeline-head'

/** What a pipeline needs from outside: documents of another collection, just those that are asked for. */
export type PipelineContext = {
  lookup: (collectionName: string, asked: Asked) => Document[]
}

/** A compiled stage. */
export type Stage = (documents: Document[], context: PipelineContext, variables: Document) => Document[]

/** Where a pipeline stands: what may not stand there is refused with a code of that place. */
export type PipelinePlace = 'command' | '$lookup' | '$facet' | '$unionWith' | 'update'

/** Runs an aggregation over documents already fetched; an unknown stage is refused (40324) before anything runs. */
export function runPipeline(
  documents: Document[],
  pipeline: unknown[],
  context: PipelineContext,
  variables: Document = {},
): Document[] {
  return compilePipeline(pipeline)(documents, context, variables)
}

/** Compiles the stages of a pipeline to one. */
export function compilePipeline(pipeline: unknown[], place: PipelinePlace = 'command'): Stage {
  const compilers = pipeline.map(stage => checkStage(stage, place))
  return (documents, context, variables) =>
    compilers.reduce(
      (current, { compile, argument }) => compile(argument, variables)(current, context, variables),
      documents,
    )
}

type StageCompiler = (argument: unknown, variables: Document) => Stage

const STAGES: Record<string, StageCompiler> = {
  $match: (argument, variables) => compileMatch(argument, variables),
  $group: argument => compileGroup(argument),
  $bucket: argument => compileBucket(argument),
  $sortByCount: argument => compileSortByCount(argument),
  $setWindowFields: argument => compileSetWindowFields(argument),
  $sort: argument => compileSort(argument),
  $limit: argument => compileLimit(argument),
  $skip: argument => compileSkip(argument),
  $sample: argument => compileSample(argument),
  $project: argument => compileProject(argument),
  $unset: argument => compileUnset(argument),
  $addFields: argument => compileAddFields(argument, '$addFields'),
  $set: argument => compileAddFields(argument, '$set'),
  $replaceRoot: argument => compileReplaceRoot(argument),
  $replaceWith: argument => compileReplaceWith(argument),
  $unwind: argument => compileUnwind(argument),
  $lookup: argument => compileLookup(argument),
  $unionWith: argument => compileUnionWith(argument),
  $facet: argument => compileFacet(argument),
  $count: argument => compileCount(argument),
}

const REFUSED_IN: Record<PipelinePlace, (name: string) => Error | undefined> = {
  command: name =>
    isWriteStage(name) ? located(40601, `${name} can only be the final stage in the pipeline`) : undefined,
  $lookup: name =>
    isWriteStage(name) ? located(51047, `${name} is not allowed within a $lookup's sub-pipeline`) : undefined,
  $unionWith: name =>
    isWriteStage(name)
      ? located(31441, `${name} is not allowed within a $unionWith's sub-pipeline`)
      : undefined,
  $facet: name =>
    isWriteStage(name) || name === '$facet'
      ? located(40600, `${name} is not allowed to be used within a $facet stage`)
      : undefined,
  update: name =>
    isWriteStage(name) || (Object.hasOwn(STAGES, name) && !IN_UPDATES.has(name))
      ? notInUpdate(name)
      : undefined,
}

const IN_UPDATES = new Set(['$addFields', '$set', '$unset', '$project', '$replaceRoot', '$replaceWith'])

// Every stage is compiled once for its errors, and again with the variables when it runs.
function checkStage(stage: unknown, place: PipelinePlace): { compile: StageCompiler; argument: unknown } {
  if (!isDocument(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object")
  const [name, ...others] = Object.keys(stage)
  if (name === undefined || others.length > 0) {
    throw located(40323, 'A pipeline stage specification object must contain exactly one field.')
  }
  const refusal = REFUSED_IN[place](name)
  if (refusal) throw refusal
  const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined
  if (!compile) throw located(40324, `Unrecognized pipeline stage name: '${name}'`)
  compile(stage[name], {})
  return { compile, argument: stage[name] }
}

const notInUpdate = (name: string): Error =>
  mongoFault(72, 'InvalidOptions', `${name} is not allowed to be used within an update`)
