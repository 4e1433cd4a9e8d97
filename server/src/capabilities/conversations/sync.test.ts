/** Devices that nobody waits for any more are not caught up with. */
import { afterEach, expect, jest, test } from '@jest/globals'
import { answerWithin } from '@community-chat/shared/protocol/asking'
import type { Context } from '../../kernel/context'
import { sync } from './sync'

const input = { rooms: {}, since: undefined, limit: 200 }
const contextOn = (readyState: number) =>
  ({ userId: 'somebody', connection: { socket: { OPEN: 1, readyState } } }) as unknown as Context
const late = { code: 'unavailable', retryAfter: expect.any(Number) }

afterEach(() => void jest.restoreAllMocks())

test('whoever waited for their turn longer than a device waits is told to ask again', async () => {
  const now = performance.now()
  jest
    .spyOn(performance, 'now')
    .mockReturnValueOnce(now)
    .mockReturnValue(now + answerWithin + 1)
  await expect(sync(contextOn(1), input)).rejects.toMatchObject(late)
})

test('nothing is read for a socket that has closed meanwhile', async () => {
  await expect(sync(contextOn(3), input)).rejects.toMatchObject(late)
})
