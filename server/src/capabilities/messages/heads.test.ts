import { newId } from '../../kernel/id'
import { pushedTo, setPushed } from '../../kernel/sockets/order'
import { expect, test } from '@jest/globals'
import { advance, dropIdle, forget } from './heads'

const minute = 60_000

test('a counter that is doubted is not idle: how far its room was pushed is known until nothing was written for long', () => {
  const roomId = newId()
  advance(roomId, 5)
  setPushed(roomId, 5)
  forget(roomId)
  dropIdle()
  expect(pushedTo(roomId)).toBe(5)
  dropIdle(Date.now() + 11 * minute)
  expect(pushedTo(roomId)).toBeUndefined()
})
