import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CommandStartedEvent } from 'mongodb'
import mongoose from 'mongoose'
import { Blocks } from '../../capabilities/blocks/model'
import { openTestApp, type TestApp } from '../../testing/app'
import { readTogether } from './together'

let app: TestApp
let commands: CommandStartedEvent[] = []
beforeAll(async () => {
  app = await openTestApp()
  const at = new Date()
  const row = (userId: string, blockedId: string) => ({
    ...{ _id: `${userId}:${blockedId}`, userId, blockedId, blockedAt: at, changedAt: at },
  })
  await Blocks.insertMany(
    Array.from({ length: 40 }, (_, n) => [
      row(`one${n}`, 'x'),
      row(`one${n}`, 'y'),
      row(`one${n}`, 'z'),
    ]).flat(),
  )
  mongoose.connection.getClient().on('commandStarted', one => {
    if (one.command.aggregate === 'blocks') commands.push(one)
  })
})
afterAll(() => app.close())

const newest = readTogether<[userId: string, most: number], { blockedId: string }>(
  () => Blocks,
  (userId, most) => [
    { $match: { userId } },
    { $sort: { blockedId: -1 } },
    { $limit: most },
    { $project: { _id: 0, blockedId: 1 } },
  ],
)

test('what is asked at the same moment is one command, and each gets their own rows in their order', async () => {
  commands = []
  const asked: [string, number][] = [
    ['one1', 2],
    ['nobody', 2],
    ['one2', 3],
    ['one1', 1],
    ['one1', 2],
  ]
  expect(await Promise.all(asked.map(one => newest(...one)))).toEqual([
    [{ blockedId: 'z' }, { blockedId: 'y' }],
    [],
    [{ blockedId: 'z' }, { blockedId: 'y' }, { blockedId: 'x' }],
    [{ blockedId: 'z' }],
    [{ blockedId: 'z' }, { blockedId: 'y' }],
  ])
  expect(commands).toHaveLength(1)
  expect(commands[0]!.command.pipeline.filter((stage: object) => '$unionWith' in stage)).toHaveLength(3)
})

test('many are asked in commands of 32, on a majority', async () => {
  commands = []
  const all = await Promise.all(Array.from({ length: 40 }, (_, n) => newest(`one${n}`, 1)))
  expect(all).toEqual(Array(40).fill([{ blockedId: 'z' }]))
  expect(commands.map(({ command }) => [command.pipeline.length, command.readConcern])).toEqual([
    [5 + 31, { level: 'majority' }],
    [5 + 7, { level: 'majority' }],
  ])
})

test('a read that fails fails for all of its command, and the next is made', async () => {
  const broken = readTogether<[size: number], object>(
    () => Blocks,
    size => [{ $match: { userId: 'one1' } }, { $limit: size }],
  )
  const both = await Promise.allSettled([broken(1), broken(-1)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await broken(1)).toHaveLength(1)
})
