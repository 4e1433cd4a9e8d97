import { expect, test } from '@jest/globals'
import { fromChina, toChina } from './china'

test.each([
  ['the Bund', { latitude: 31.2304, longitude: 121.4737 }, { latitude: 31.22846, longitude: 121.47822 }],
  ['Tian’anmen', { latitude: 39.9087, longitude: 116.3975 }, { latitude: 39.9101, longitude: 116.40374 }],
])('%s is shifted on maps in China, and found again', (_, point, shifted) => {
  const there = toChina(point)
  expect(there.latitude).toBeCloseTo(shifted.latitude, 3)
  expect(there.longitude).toBeCloseTo(shifted.longitude, 3)
  const back = fromChina(there)
  expect(back.latitude).toBeCloseTo(point.latitude, 6)
  expect(back.longitude).toBeCloseTo(point.longitude, 6)
})

test('elsewhere nothing is shifted', () => {
  const paris = { latitude: 48.8566, longitude: 2.3522 }
  expect([toChina(paris), fromChina(paris)]).toEqual([paris, paris])
})
