import { virtualClock } from '@community-chat/shared/testing/virtual-clock'
import { expect, test } from '@jest/globals'
import { openTypers } from './typers'

function setUp() {
  const clock = virtualClock()
  const told: string[] = []
  const typers = openTypers(clock, (roomId, userId, isTyping) =>
    told.push(`${userId} ${isTyping ? 'types' : 'stops'} in ${roomId}`),
  )
  const heard = () => told.splice(0)
  return { clock, typers, heard }
}

test('a start is told at most once in three seconds per device; a surplus changes nothing', async () => {
  const { clock, typers, heard } = setUp()
  for (let i = 0; i < 50; i++) typers.start('r', 'a', 'd1')
  expect(heard()).toEqual(['a types in r'])
  await clock.pass(2999)
  typers.start('r', 'a', 'd1')
  expect(heard()).toEqual([])
  await clock.pass(1)
  typers.start('r', 'a', 'd1')
  typers.start('r', 'a', 'd2')
  expect(heard()).toEqual(['a types in r', 'a types in r'])
})

test('typing ends by itself after six seconds, and not before', async () => {
  const { clock, typers, heard } = setUp()
  typers.start('r', 'a', 'd1')
  await clock.pass(3000)
  typers.start('r', 'a', 'd1')
  heard()
  await clock.pass(5999)
  expect(heard()).toEqual([])
  await clock.pass(251)
  expect(heard()).toEqual(['a stops in r'])
  await clock.pass(60_000)
  expect(heard()).toEqual([])
})

test('a stop is told once; stopping and starting again does not get round the three seconds', async () => {
  const { clock, typers, heard } = setUp()
  typers.start('r', 'a', 'd1')
  typers.stop('r', 'a', 'd1')
  typers.stop('r', 'a', 'd1')
  typers.start('r', 'a', 'd1')
  expect(heard()).toEqual(['a types in r', 'a stops in r'])
  await clock.pass(3000)
  typers.start('r', 'a', 'd1')
  expect(heard()).toEqual(['a types in r'])
})

test('who types on two devices stops with the second; all at once when they have said it', () => {
  const { typers, heard } = setUp()
  typers.start('r', 'a', 'd1')
  typers.start('r', 'a', 'd2')
  typers.stop('r', 'a', 'd1')
  expect(heard()).toEqual(['a types in r', 'a types in r'])
  typers.stop('r', 'a', 'd2')
  expect(heard()).toEqual(['a stops in r'])
  typers.start('r2', 'a', 'd1')
  typers.start('r2', 'a', 'd2')
  typers.stop('r2', 'a')
  expect(heard().slice(2)).toEqual(['a stops in r2'])
})

test('a device that goes stops in every room, and leaves nothing behind', async () => {
  const { clock, typers, heard } = setUp()
  typers.start('r', 'a', 'd1')
  typers.start('s', 'a', 'd1')
  typers.start('r', 'b', 'd2')
  heard()
  typers.leave('d1')
  typers.leave('d1')
  expect(heard()).toEqual(['a stops in r', 'a stops in s'])
  await clock.pass(6250)
  expect(heard()).toEqual(['b stops in r'])
})
