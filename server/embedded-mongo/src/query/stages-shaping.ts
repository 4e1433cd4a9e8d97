import type { Stage } from './aggregate'
import { located } from './fault'
import { compileProjectStage } from './project'
import { refuseEmptyProjection } from './project-parse'

/** Compiles `$project`. */
export function compileProject(argument: unknown): Stage {
  refuseEmptyProjection(argument)
  const shape = compileProjectStage(argument)
  return (documents, _, variables) => documents.map(document => shape(document, variables))
}

/** Compiles `$unset`: one path or several, through arrays too. */
export function compileUnset(argument: unknown): Stage {
  if (typeof argument !== 'string' && !Array.isArray(argument))
    throw located(31002, '$unset specification must be a string or an array')
  const paths: unknown[] = [argument].flat()
  if (paths.length === 0)
    throw located(31119, '$unset specification must be a string or an array with at least one field')
  if (!paths.every(path => typeof path === 'string'))
    throw located(31120, '$unset specification must be a string or an array containing only string values')
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twice !== undefined) throw located(31250, `Path collision at ${twice}`)
  const shape = compileProjectStage(Object.fromEntries(paths.map(path => [path, false])))
  return (documents, _, variables) => documents.map(document => shape(document, variables))
}
