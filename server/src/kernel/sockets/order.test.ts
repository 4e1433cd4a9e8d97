import { afterEach, expect, test } from '@jest/globals'
import { openTestApp } from '../../testing/app'
import { pause } from '../../testing/raw'
import { isAlone, Leases } from '../nodes/lease'
import { forgetOrder, inOrder, pushedTo, seekMissing, setPushed } from './order'

afterEach(() => seekMissing())

let rooms = 0
/** A room of its own, whose pushes are named by their value; `push` takes its value and the one before it. */
function aRoom() {
  const roomId = `room-${rooms++}`
  const out: number[] = []
  const push = (rev: number, prev = rev - 1) => inOrder(roomId, { rev, prev, seq: rev }, () => out.push(rev))
  return { roomId, out, push }
}

test.each([
  ['in order they go out at once', [[1], [2], [3]], [1, 2, 3]],
  ['the first that is seen begins, wherever the room is', [[7], [8]], [7, 8]],
  ['twice is once', [[1], [2], [2], [1], [3]], [1, 2, 3]],
  ['one that comes early waits for the one before it', [[1], [3], [2], [4]], [1, 2, 3, 4]],
  ['several wait', [[1], [4], [3], [5], [2]], [1, 2, 3, 4, 5]],
  ['values may be left out', [[1], [5, 1], [9, 5]], [1, 5, 9]],
  ['one that waited and came again is once', [[1], [3], [3], [2]], [1, 2, 3]],
])('%s', (_, pushes, expected) => {
  const { out, push } = aRoom()
  for (const [rev, prev] of pushes as [number, number?][]) push(rev, prev)
  expect(out).toEqual(expected)
})

test('what is missing is not waited for long, and a node that is alone goes on from there', async () => {
  const { roomId, out, push } = aRoom()
  push(1)
  push(4)
  push(3)
  expect(out).toEqual([1])
  await pause(400)
  expect(out).toEqual([1, 3, 4])
  expect(pushedTo(roomId)).toBe(4)
  push(5)
  expect(out).toEqual([1, 3, 4, 5])
})

/** Looks at the store that end when they are told to, by their room. */
function aStore() {
  const looks: { roomId: string; end: () => void }[] = []
  seekMissing(roomId => new Promise(end => looks.push({ roomId, end })))
  return looks
}
/** Waits until it holds, for as long as a busy machine may take. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await pause(25)
}

test('what is missing for long is looked for, and comes in its place', async () => {
  const { roomId, out, push } = aRoom()
  const looks = aStore()
  push(1)
  push(3)
  await until(() => looks.length > 0)
  expect(out).toEqual([1])
  for (const rev of [2, 3, 4]) push(rev) // as the look finds them
  looks[0]!.end()
  await pause(0)
  expect(out).toEqual([1, 2, 3, 4])
  expect(looks.map(look => look.roomId)).toEqual([roomId])
})

test('what comes while it is looked for is not given up, nor what is missing after it before its time', async () => {
  const { out, push } = aRoom()
  const looks = aStore()
  push(1)
  push(3)
  await until(() => looks.length > 0)
  push(2)
  push(5)
  looks[0]!.end() // and has brought nothing
  await pause(0)
  expect(out).toEqual([1, 2, 3])
  push(4)
  expect(out).toEqual([1, 2, 3, 4, 5])
})

test.each([
  ['refuses', () => Promise.reject(new Error('no store'))],
  ['does not answer', () => new Promise<void>(() => {})],
])('a store that %s is not waited for', async (_, seek) => {
  const { out, push } = aRoom()
  seekMissing(seek)
  push(1)
  push(3)
  await until(() => out.length > 1)
  expect(out).toEqual([1, 3])
})

test('a process that was busy itself waits again: what is missing may have come meanwhile, and lie unread', async () => {
  const { out, push } = aRoom()
  push(1)
  push(3)
  const end = performance.now() + 400
  while (performance.now() < end); // nothing is read
  setTimeout(() => push(2), 1)
  await pause(50)
  expect(out).toEqual([1, 2, 3])
})

test('beside another node the room counts as pushed up to the hole; what went ahead does not go out again', async () => {
  const app = await openTestApp()
  await Leases.updateOne({ _id: 'another' }, { $currentDate: { renewedAt: true } }, { upsert: true })
  for (let i = 0; i < 60 && isAlone(); i++) await pause(50)
  const { roomId, out, push } = aRoom()
  push(1)
  push(3)
  await pause(400)
  expect(pushedTo(roomId)).toBe(1)
  for (const rev of [2, 3, 4]) push(rev) // as a look at the store finds them
  expect(out).toEqual([1, 3, 2, 4])
  expect(pushedTo(roomId)).toBe(4)

  const late = aRoom()
  late.push(1)
  for (const rev of [5, 4]) late.push(rev)
  await pause(400)
  late.push(3)
  await pause(400)
  expect(late.out).toEqual([1, 4, 5, 3])
  late.push(2) // what was missing comes late, and what follows does not wait behind it
  late.push(6)
  expect(late.out).toEqual([1, 4, 5, 3, 2, 6])
  expect(pushedTo(late.roomId)).toBe(6)
  await app.close()
})

test('a look that fills the hole lets out what waited behind it', () => {
  const { roomId, out, push } = aRoom()
  push(1)
  push(4)
  setPushed(roomId, 3)
  expect(out).toEqual([1, 4])
  expect(pushedTo(roomId)).toBe(4)
})

test('a crowd of early ones is not kept without bound', () => {
  const { out, push } = aRoom()
  push(1)
  for (let rev = 3; rev < 403; rev++) push(rev)
  expect(out.length).toBeGreaterThan(200)
})

test('a room that is forgotten begins anew', () => {
  const { roomId, out, push } = aRoom()
  push(5)
  forgetOrder([roomId])
  expect(pushedTo(roomId)).toBeUndefined()
  push(2)
  expect(out).toEqual([5, 2])
})
