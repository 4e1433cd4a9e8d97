/** A document of lists and whole numbers. */
export type Plain = Record<string, number | number[] | null>

/** A second, plain reading of the updates of whole fields; undefined where MongoDB refuses. */
export function oracleUpdate(before: Plain, update: object): Plain | undefined {
  const [operator, fields] = Object.entries(update)[0] as [string, Record<string, any>]
  const after = { ...before }
  for (const [name, argument] of Object.entries(fields)) {
    const value = before[name]
    if (operator === '$rename') {
      if (value === undefined) continue
      delete after[name]
      after[argument] = value
      continue
    }
    if (operator === '$bit') {
      if (value !== undefined && typeof value !== 'number') return undefined
      after[name] = Object.entries(argument).reduce((bits, [step, mask]) => {
        if (step === 'and') return bits & Number(mask)
        return step === 'or' ? bits | Number(mask) : bits ^ Number(mask)
      }, value ?? 0)
      continue
    }
    if (value === undefined) continue
    if (!Array.isArray(value)) return undefined
    if (operator === '$pullAll') after[name] = value.filter(item => !argument.includes(item))
    else after[name] = argument === 1 ? value.slice(0, value.length - 1) : value.slice(1)
  }
  return after
}
