import { expect, test } from '@jest/globals'
import { inGroups } from './groups'

const turns = async (count = 5) => {
  for (let n = 0; n < count; n++) await new Promise(setImmediate)
}

test('so many at once; the others begin together when half are done, and what fails makes room too', async () => {
  const inGroup = inGroups(4)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = Array.from({ length: 11 }, (_, n) =>
    inGroup(async () => {
      begun.push(n)
      await new Promise<void>(
        (resolve, reject) => (ends[n] = n === 1 ? () => reject(new Error('one')) : resolve),
      )
      return n
    }),
  )
  const results = Promise.allSettled(all)
  await turns()
  expect(begun).toEqual([0, 1, 2, 3])
  ends[0]!()
  await turns()
  expect(begun).toEqual([0, 1, 2, 3])
  ends[1]!()
  await turns()
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
  for (let n = 2; n < 11; n++) {
    ends[n]!()
    await turns()
  }
  expect(begun).toEqual([...Array(11).keys()])
  expect((await results).map(one => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(
    [...Array(11).keys()].map(n => (n === 1 ? 'failed' : n)),
  )
  expect(await inGroup(async () => 'and again')).toBe('and again')
})

test('what goes ahead takes the next place, and waits for no group', async () => {
  const inGroup = inGroups(2)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const start = (name: string, goesAhead = false) =>
    inGroup(async () => {
      begun.push(name)
      await new Promise<void>(resolve => ends.set(name, resolve))
    }, goesAhead)
  const all = [start('a'), start('b'), start('c'), start('d'), start('ahead', true)]
  await turns()
  expect(begun).toEqual(['a', 'b'])
  for (const name of ['a', 'b', 'ahead', 'c', 'd']) {
    ends.get(name)!()
    await turns()
    if (name === 'a') expect(begun).toEqual(['a', 'b', 'ahead'])
  }
  await Promise.all(all)
  expect(begun).toEqual(['a', 'b', 'ahead', 'c', 'd'])
})

test('what goes ahead without end does not keep others out', async () => {
  const inGroup = inGroups(4)
  const isIn = { ahead: 0, most: 0, others: 0 }
  let isOver = false
  const withoutEnd = async () => {
    while (!isOver)
      await inGroup(async () => {
        isIn.most = Math.max(isIn.most, ++isIn.ahead)
        await turns(1)
        isIn.ahead--
      }, true)
  }
  const flood = Array.from({ length: 8 }, withoutEnd)
  await turns()
  const others = Array.from({ length: 9 }, () => inGroup(async () => void isIn.others++))
  await turns(200)
  const begun = isIn.others
  isOver = true
  await Promise.all([...flood, ...others])
  expect(begun).toBe(9)
  expect(isIn).toEqual({ ahead: 0, most: 2, others: 9 })
})
