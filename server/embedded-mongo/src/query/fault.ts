import type { Document } from './bson'

/** A refusal that reaches the driver as `{ ok: 0, code, codeName, errmsg }`, plus `extra` beside them. */
export class MongoFault extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly extra?: Document,
  ) {
    super(message)
    this.name = 'MongoFault'
  }
}

/** Makes the fault to throw; `codeName` is the one MongoDB pairs with `code`. */
export function mongoFault(code: number, codeName: string, message: string, extra?: Document): MongoFault {
  return new MongoFault(code, codeName, message, extra)
}

/** A value MongoDB itself would refuse (2 BadValue). */
export const badValue = (message: string): MongoFault => new MongoFault(2, 'BadValue', message)

/** A specification that cannot be read (9 FailedToParse). */
export const failedToParse = (message: string): MongoFault => new MongoFault(9, 'FailedToParse', message)

/** A value of the wrong type (14 TypeMismatch). */
export const typeMismatch = (message: string): MongoFault => new MongoFault(14, 'TypeMismatch', message)

/** Something MongoDB answers and this server does not (238 NotImplemented). */
export const notImplemented = (message: string): MongoFault => new MongoFault(238, 'NotImplemented', message)

/** A fault whose number is its only name, as most parse errors of projections and pipelines are. */
export const located = (code: number, message: string): MongoFault =>
  new MongoFault(code, `Location${code}`, message)
