import { virtualClock } from '@community-chat/shared/testing/virtual-clock'
import { createSignal } from './signal'
import { words } from './words'

function setUp() {
  const clock = virtualClock()
  const told: boolean[] = []
  return { clock, told, signal: createSignal(clock, isTyping => told.push(isTyping)) }
}

test('typing on is told once in three seconds', async () => {
  const { clock, told, signal } = setUp()
  for (let i = 0; i < 65; i++) {
    signal.typed('x'.repeat(i + 1))
    await clock.pass(100)
  }
  expect(told).toEqual([true, true, true])
})

test('an emptied field stops it, once; so does saying it, which empties the field', () => {
  const { told, signal } = setUp()
  signal.typed('a')
  signal.typed('')
  signal.typed('  ')
  expect(told).toEqual([true, false])
})

test('six seconds without a key stop it', async () => {
  const { clock, told, signal } = setUp()
  signal.typed('a')
  await clock.pass(4000)
  signal.typed('ab')
  await clock.pass(5999)
  expect(told).toEqual([true, true])
  await clock.pass(1)
  expect(told).toEqual([true, true, false])
})

test('leaving the field stops it; where nothing was told nothing is', () => {
  const { told, signal } = setUp()
  signal.stop()
  expect(told).toEqual([])
  signal.typed('a')
  signal.stop()
  signal.stop()
  expect(told).toEqual([true, false])
})

test.each([
  [['Hana'], 'Hana is typing', 'Hana 正在输入'],
  [['Hana', 'Mateo'], 'Hana and Mateo are typing', 'Hana 和 Mateo 正在输入'],
  [['林夏', 'Mateo'], '林夏 and Mateo are typing', '林夏和 Mateo 正在输入'],
  [['Mateo', '林夏'], 'Mateo and 林夏 are typing', 'Mateo 和林夏正在输入'],
  [['a', 'b', 'c'], 'Several people are typing', '好几个人正在输入'],
])('%j: %s', (names, en, zh) => {
  expect([words.en.typing(names), words.zh.typing(names)]).toEqual([en, zh])
})
