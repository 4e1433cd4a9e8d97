import { compilePipeline, type Stage } from './aggregate'
import { type Document, setField } from './bson'
import { located } from './fault'
import { isDocument, typeName } from './types'

/** Compiles `$facet`: several pipelines over the same documents, their results side by side in one document. */
export function compileFacet(argument: unknown): Stage {
  if (!isDocument(argument) || Object.keys(argument).length === 0)
    throw located(40169, 'the $facet specification must be a non-empty object')
  const facets = Object.entries(argument).map(([name, pipeline]) => {
    refuseName(name)
    if (!Array.isArray(pipeline))
      throw located(40170, `arguments to $facet must be arrays, ${name} is type ${typeName(pipeline)}`)
    const stranger: unknown = pipeline.find(stage => !isDocument(stage))
    if (stranger !== undefined)
      throw located(
        40171,
        `elements of arrays in $facet spec must be non-empty objects, ${name} argument contained an element of type ${typeName(stranger)}`,
      )
    return { name, stage: compilePipeline(pipeline, '$facet') }
  })
  return (documents, context, variables) => {
    const result: Document = {}
    for (const { name, stage } of facets) setField(result, name, stage(documents, context, variables))
    return [result]
  }
}

function refuseName(name: string): void {
  if (name === '') throw located(15998, 'FieldPath field names may not be empty strings.')
  if (name.startsWith('$'))
    throw located(
      16410,
      "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
    )
  if (name.includes('.'))
    throw located(16412, "FieldPath field names may not contain '.'. Consider using $getField or $setField.")
}
