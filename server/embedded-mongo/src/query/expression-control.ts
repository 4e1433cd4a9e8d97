import type { Document } from './bson'
import { type Compile, type Evaluate, isTruthy, type OperatorCompiler } from './expression-values'
import { located, mongoFault } from './fault'
import { isDocument, typeName } from './types'

/** Operators that decide which of their arguments are evaluated, and with which variables. */
export const controlOperators: Record<string, OperatorCompiler> = {
  $literal: argument => () => argument,
  $cond: compileCond,
  $ifNull: compileIfNull,
  $switch: compileSwitch,
  $and: (argument, compile) => {
    const terms = listOf(argument).map(compile)
    return (document, variables) => terms.every(term => isTruthy(term(document, variables)))
  },
  $or: (argument, compile) => {
    const terms = listOf(argument).map(compile)
    return (document, variables) => terms.some(term => isTruthy(term(document, variables)))
  },
  $let: compileLet,
  $map: compileMap,
  $filter: compileFilterOperator,
  $reduce: compileReduce,
}

const listOf = (argument: unknown): unknown[] => (Array.isArray(argument) ? argument : [argument])

function compileCond(argument: unknown, compile: Compile): Evaluate {
  const parts = isDocument(argument) ? condParts(argument) : listOf(argument)
  if (parts.length !== 3)
    throw located(16020, `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`)
  const [test, then, otherwise] = parts.map(compile) as [Evaluate, Evaluate, Evaluate]
  return (document, variables) =>
    (isTruthy(test(document, variables)) ? then : otherwise)(document, variables)
}

function condParts(argument: Document): unknown[] {
  const unknownName = Object.keys(argument).find(name => !['if', 'then', 'else'].includes(name))
  if (unknownName) throw located(17083, `Unrecognized parameter to $cond: ${unknownName}`)
  for (const [name, code] of [
    ['if', 17080],
    ['then', 17081],
    ['else', 17082],
  ] as const) {
    if (!(name in argument)) throw located(code, `Missing '${name}' parameter to $cond`)
  }
  return [argument.if, argument.then, argument.else]
}

function compileIfNull(argument: unknown, compile: Compile): Evaluate {
  const choices = listOf(argument).map(compile)
  if (choices.length < 2)
    throw located(1257300, `$ifNull needs at least two arguments, had: ${choices.length}`)
  return (document, variables) => {
    let value: unknown
    for (const choice of choices) {
      value = choice(document, variables)
      if (value !== undefined && value !== null) return value
    }
    return value
  }
}

function compileSwitch(argument: unknown, compile: Compile): Evaluate {
  if (!isDocument(argument))
    throw located(40060, `$switch requires an object as an argument, found: ${typeName(argument)}`)
  const stranger = Object.keys(argument).find(name => !['branches', 'default'].includes(name))
  if (stranger !== undefined) throw located(40067, `$switch found an unknown argument: ${stranger}`)
  if (argument.branches === undefined) throw located(40068, '$switch requires at least one branch.')
  if (!Array.isArray(argument.branches))
    throw located(40061, `$switch expected an array for 'branches', found: ${typeName(argument.branches)}`)
  const branches = argument.branches.map(branch => switchBranch(branch, compile))
  if (branches.length === 0) throw located(40068, '$switch requires at least one branch.')
  const otherwise = 'default' in argument ? compile(argument.default) : undefined
  return (document, variables) => {
    const branch = branches.find(({ test }) => isTruthy(test(document, variables)))
    if (branch) return branch.then(document, variables)
    if (otherwise) return otherwise(document, variables)
    throw located(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    )
  }
}

function switchBranch(branch: unknown, compile: Compile): { test: Evaluate; then: Evaluate } {
  if (!isDocument(branch))
    throw located(40062, `$switch expected each branch to be an object, found: ${typeName(branch)}`)
  const stranger = Object.keys(branch).find(name => !['case', 'then'].includes(name))
  if (stranger !== undefined)
    throw located(40063, `$switch found an unknown argument to a branch: ${stranger}`)
  if (!('case' in branch)) throw located(40064, "$switch requires each branch have a 'case' expression")
  if (!('then' in branch)) throw located(40065, "$switch requires each branch have a 'then' expression.")
  return { test: compile(branch.case), then: compile(branch.then) }
}

function compileLet(argument: unknown, compile: Compile): Evaluate {
  const { vars, in: body } = parametersOf('$let', argument, ['vars', 'in'])
  if (!isDocument(vars))
    throw mongoFault(10065, 'Location10065', 'invalid parameter: expected an object (vars)')
  const bindings = Object.entries(vars).map(([name, value]) => ({
    name: variableName(name),
    evaluate: compile(value),
  }))
  const evaluate = compile(body)
  return (document, variables) => {
    const bound = bindings.map(binding => [binding.name, binding.evaluate(document, variables)])
    return evaluate(document, { ...variables, ...Object.fromEntries(bound) })
  }
}

/** A user's variable must begin with a small letter; `$$ROOT` and its kin are MongoDB's. */
export function variableName(name: unknown): string {
  if (typeof name === 'string' && /^[a-z\u0080-\uffff]\w*$/.test(name)) return name
  throw mongoFault(9, 'FailedToParse', `'${name}' starts with an invalid character for a user variable name`)
}

function compileMap(argument: unknown, compile: Compile): Evaluate {
  const { input, as = 'this', in: body } = parametersOf('$map', argument, ['input', 'in'], ['as'])
  const [items, name, evaluate] = [compile(input), variableName(as), compile(body)]
  return (document, variables) =>
    eachOf('$map', 16883, items(document, variables), list =>
      list.map(item => evaluate(document, { ...variables, [name]: item }) ?? null),
    )
}

function compileFilterOperator(argument: unknown, compile: Compile): Evaluate {
  const { input, as = 'this', cond } = parametersOf('$filter', argument, ['input', 'cond'], ['as'])
  const [items, name, test] = [compile(input), variableName(as), compile(cond)]
  return (document, variables) =>
    eachOf('$filter', 28651, items(document, variables), list =>
      list.filter(item => isTruthy(test(document, { ...variables, [name]: item }))),
    )
}

function compileReduce(argument: unknown, compile: Compile): Evaluate {
  const { input, initialValue, in: body } = parametersOf('$reduce', argument, ['input', 'initialValue', 'in'])
  const [items, initial, evaluate] = [compile(input), compile(initialValue), compile(body)]
  return (document, variables) =>
    eachOf('$reduce', 40080, items(document, variables), list =>
      list.reduce(
        (value, item) => evaluate(document, { ...variables, value, this: item }),
        initial(document, variables),
      ),
    )
}

function eachOf(name: string, code: number, input: unknown, use: (list: unknown[]) => unknown): unknown {
  if (input === undefined || input === null) return null
  if (!Array.isArray(input)) throw located(code, `input to ${name} must be an array not ${typeName(input)}`)
  return use(input)
}

function parametersOf(
  name: string,
  argument: unknown,
  required: string[],
  optional: string[] = [],
): Document {
  if (!isDocument(argument)) throw located(16874, `${name} only supports an object as its argument`)
  const stranger = Object.keys(argument).find(key => !required.includes(key) && !optional.includes(key))
  if (stranger) throw located(16875, `Unrecognized parameter to ${name}: ${stranger}`)
  const missing = required.find(key => !(key in argument))
  if (missing) throw located(16876, `Missing '${missing}' parameter to ${name}`)
  return argument
}
