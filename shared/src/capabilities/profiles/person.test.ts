import { expect, test } from '@jest/globals'
import { avatarColour, avatarLetters } from './person'

test.each([
  ['alice', 'A'],
  ['Alice Liddell', 'AL'],
  ['Ada de la Cruz', 'AC'],
  ['林夏', '林'],
  ['林 夏', '林'],
  ['Urban Birding 城市观鸟', 'U'],
  ['周末徒步 Weekend', '周'],
  ['👩‍🚀 crew', '👩C'],
  ['  ', '?'],
])('the letters of "%s" are %s', (name, letters) => {
  expect(avatarLetters(name)).toBe(letters)
})

test('the colour follows from the id alone and is one of eight', () => {
  expect(avatarColour('ab')).toBe(((97 + 98) % 8) + 1)
  for (const id of ['', 'x', 'V1StGXR8_Z5jdHi6B-myT']) {
    expect(avatarColour(id)).toBeGreaterThanOrEqual(1)
    expect(avatarColour(id)).toBeLessThanOrEqual(8)
  }
})
