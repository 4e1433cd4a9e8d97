/** A refusal with a stable code: what a route, a frame or a check may answer instead of its output. */

/** Status for HTTP and the sentence a person reads, by code. */
export type FaultTable = Readonly<Record<string, readonly [status: number, message: string]>>

/** The codes that any route may answer. */
export const commonFaults = {
  invalid_input: [400, 'Some fields are not right.'],
  bad_frame: [400, 'That frame could not be read.'],
  unauthenticated: [401, 'Sign in first.'],
  forbidden: [403, 'You may not do that.'],
  not_found: [404, 'There is nothing here, or not for you.'],
  conflict: [409, 'It has changed meanwhile. Load it again.'],
  too_large: [413, 'That is too large.'],
  unsupported_type: [415, 'That kind of content is not accepted.'],
  rate_limited: [429, 'Too many tries. Wait a moment.'],
  internal: [500, 'Something went wrong on our side.'],
  unavailable: [503, 'The service cannot do that right now. Try again.'],
} as const satisfies FaultTable
export type CommonCode = keyof typeof commonFaults

/** What a refusal carries besides its code, for the device to act on. */
export type FaultData = Record<string, unknown>

/** One refusal; `status` is its HTTP status, `retryAfter` in seconds where waiting helps. */
export class Fault extends Error {
  override name = 'Fault'
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly data?: FaultData,
  ) {
    super(message)
  }

  /** Seconds to wait before trying again, where the refusal says so. */
  get retryAfter(): number | undefined {
    return typeof this.data?.retryAfter === 'number' ? this.data.retryAfter : undefined
  }
}

/** Makes a fault with a common code. */
export function fault(code: CommonCode, data?: FaultData): Fault
/** Makes a fault with a code that the contract declares; another code does not compile. */
export function fault<F extends FaultTable>(
  contract: { faults: F },
  code: keyof F & string,
  data?: FaultData,
): Fault
export function fault(
  first: string | { faults: FaultTable },
  second?: string | FaultData,
  third?: FaultData,
): Fault {
  const declared = typeof first !== 'string'
  const code = declared ? (second as string) : first
  const entry = declared ? first.faults[code] : commonFaults[code as CommonCode]
  const [status, message] = entry ?? commonFaults.internal
  return new Fault(code, status, message, declared ? third : (second as FaultData | undefined))
}
