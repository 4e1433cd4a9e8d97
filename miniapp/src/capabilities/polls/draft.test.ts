import { expect, test } from '@jest/globals'
import { emptyDraft, isWhole, raised, repeated, written } from './draft'

test('a poll can be sent once it asks something and two different answers stand there', () => {
  const whole = { ...emptyDraft, question: 'Where?', options: ['here', ' there ', ''] }
  expect([isWhole(emptyDraft), isWhole(whole)]).toEqual([false, true])
  expect(written(whole)).toEqual(['here', 'there'])
  expect(isWhole({ ...whole, question: '  ' })).toBe(false)
  expect(isWhole({ ...whole, options: ['here', '', ''] })).toBe(false)
  expect(isWhole({ ...whole, options: ['here', ' here '] })).toBe(false)
})

test('an option that says the same again is named by its place', () => {
  expect(repeated({ options: ['a', '', 'b', ' a', ''] })).toEqual(new Set([3]))
})

test('an option goes up one place, the first stays', () => {
  expect([raised(['a', 'b', 'c'], 2), raised(['a', 'b'], 0)]).toEqual([
    ['a', 'c', 'b'],
    ['a', 'b'],
  ])
})
