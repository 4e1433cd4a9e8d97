import { compilePipeline, type Stage } from './aggregate'
import { failedToParse, located, typeMismatch } from './fault'
import { splitLeadingMatch } from './pipeline-head'
import { isDocument, typeName } from './types'

/** Compiles `$unionWith`: after these documents those of another collection, through a pipeline of its own. */
export function compileUnionWith(argument: unknown): Stage {
  if (typeof argument === 'string') return union(argument, [])
  if (!isDocument(argument)) {
    throw failedToParse(
      `the $unionWith stage specification must be an object or string, but found ${typeName(argument)}`,
    )
  }
  const stranger = Object.keys(argument).find(name => !['coll', 'pipeline'].includes(name))
  if (stranger !== undefined) throw located(40415, `BSON field '$unionWith.${stranger}' is an unknown field.`)
  const { coll, pipeline = [] } = argument
  if (coll === undefined)
    throw failedToParse('$unionWith stage without explicit collection must have a pipeline with $documents')
  if (typeof coll !== 'string')
    throw typeMismatch(
      `BSON field '$unionWith.coll' is the wrong type '${typeName(coll)}', expected type 'string'`,
    )
  if (!Array.isArray(pipeline))
    throw typeMismatch(
      `BSON field '$unionWith.pipeline' is the wrong type '${typeName(pipeline)}', expected type 'array'`,
    )
  return union(coll, pipeline)
}

function union(collectionName: string, pipeline: unknown[]): Stage {
  compilePipeline(pipeline, '$unionWith')
  const { rest, ...asked } = splitLeadingMatch(pipeline)
  const stage = compilePipeline(rest, '$unionWith')
  return (documents, context, variables) =>
    documents.concat(stage(context.lookup(collectionName, asked), context, variables))
}
