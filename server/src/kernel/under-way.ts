/** Calls that are being answered, by person: what somebody was still allowed to read is answered before they are out. */
const calls = new Map<string, Set<Promise<unknown>>>()
/** The same by request. */
const own = new Map<string, { userId: string; call: Promise<unknown> }>()
/** A call that takes longer is not waited for, in milliseconds: a slow reader must not hold up whoever removes them. */
const longest = 5000

interface Request {
  userId: string
  requestId: string
}

/** Keeps a person's call in sight until it is answered. */
export async function keepInSight<T>({ userId, requestId }: Request, call: Promise<T>): Promise<T> {
  const mine = calls.get(userId) ?? new Set()
  calls.set(userId, mine.add(call))
  own.set(requestId, { userId, call })
  try {
    return await call
  } finally {
    own.delete(requestId)
    mine.delete(call)
    if (mine.size === 0 && calls.get(userId) === mine) calls.delete(userId)
  }
}

/**
 * Resolves when what this node is answering a person now is answered, or after 5 s. The call that waits is waited for by
 * nobody from now on, so that two never wait for each other; so it must not read anything for its caller afterwards.
 */
export async function answeredSoFar(userId: string, waiting?: Pick<Request, 'requestId'>): Promise<void> {
  const mine = waiting && own.get(waiting.requestId)
  if (mine) calls.get(mine.userId)?.delete(mine.call)
  const before = calls.get(userId)
  if (!before || before.size === 0) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => (timer = setTimeout(resolve, longest)))
  await Promise.race([Promise.allSettled([...before]), late])
  clearTimeout(timer)
}
