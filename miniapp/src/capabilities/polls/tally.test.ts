import { expect, test } from '@jest/globals'
import { expected, share, tapped, winners } from './tally'

const tally = { counts: { o1: 2, o2: 1 }, voters: 3, added: [], closedAt: null }

test.each([
  ['a first vote', [], ['o1'], { o1: 3, o2: 1 }, 4],
  ['another choice', ['o2'], ['o1'], { o1: 3, o2: 0 }, 3],
  ['a vote taken back', ['o2'], [], { o1: 2, o2: 0 }, 2],
  ['an option that nobody had', [], ['o3'], { o1: 2, o2: 1, o3: 1 }, 4],
  ['the same', ['o1'], ['o1'], { o1: 2, o2: 1 }, 3],
])('%s counts at once as the server will', (_, before, wanted, counts, voters) => {
  expect(expected(tally, before, wanted)).toMatchObject({ counts, voters })
})

test('a tap chooses one, or one more, or one less', () => {
  expect(tapped({ multiple: false }, ['o1'], 'o2')).toEqual(['o2'])
  expect(tapped({ multiple: false }, ['o1'], 'o1')).toEqual(['o1'])
  expect(tapped({ multiple: true }, ['o1'], 'o2')).toEqual(['o1', 'o2'])
  expect(tapped({ multiple: true }, ['o1', 'o2'], 'o1')).toEqual(['o2'])
})

test('shares are of the voters; who has the most wins, together where they are even', () => {
  expect([share(tally, 'o1'), share({ counts: {}, voters: 0 }, 'o1')]).toEqual([2 / 3, 0])
  const options = [
    { id: 'o1', text: 'a' },
    { id: 'o2', text: 'b' },
  ]
  expect(winners(options, tally)).toEqual(new Set(['o1']))
  expect(winners(options, { counts: { o1: 1, o2: 1 } })).toEqual(new Set(['o1', 'o2']))
  expect(winners(options, { counts: {} })).toEqual(new Set())
})
