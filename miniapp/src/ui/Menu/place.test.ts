import { around, isClear, place } from './place'

const screen = { width: 390, height: 844 }
const size = { width: 200, height: 100 }

test.each<[string, [number, number, number, number], { left: number; top: number }]>([
  ['below, at the left edge of a bubble on the left', [56, 100, 300, 140], { left: 56, top: 148 }],
  ['at the right edge of a bubble on the right', [200, 100, 378, 140], { left: 178, top: 148 }],
  ['above where there is no room below', [56, 760, 300, 800], { left: 56, top: 652 }],
  ['inside the screen when the bubble is higher than it', [56, -200, 300, 1000], { left: 56, top: 732 }],
  ['at the pointer, moved in from the edge', [380, 300, 380, 300], { left: 178, top: 308 }],
])('%s', (_, [left, top, right, bottom], wanted) => {
  expect(place({ left, top, right, bottom }, size, screen)).toEqual(wanted)
})

test.each<[string, [number, number, number, number], number, number]>([
  ['over and under a bubble', [56, 100, 300, 140], 40, 148],
  ['one over the other below a bubble at the top', [56, 20, 300, 60], 68, 128],
  ['one over the other above a bubble at the foot', [56, 760, 300, 800], 592, 652],
])('a bar and a menu stand %s', (_, [left, top, right, bottom], barTop, menuTop) => {
  expect(around({ left, top, right, bottom }, size, 60, screen)).toMatchObject({ barTop, top: menuTop })
})

test('a bubble that is too tall for a menu beside it is known', () => {
  const from = (top: number, bottom: number) => ({ left: 60, right: 300, top, bottom })
  expect(isClear(from(300, 340), screen)).toBe(true)
  expect(isClear(from(780, 820), screen)).toBe(true)
  expect(isClear(from(100, 140), screen)).toBe(true)
  expect(isClear(from(120, 760), screen)).toBe(false)
})
