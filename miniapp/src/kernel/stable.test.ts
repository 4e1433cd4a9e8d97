import { renderHook } from '@testing-library/react'
import { useFaultText } from './faults'
import { useEach } from './stable'

const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }]

test('what is made of a thing is made anew only with it, or with what it was made from', () => {
  const make = jest.fn(({ n }: { n: number }) => ({ n }))
  const { result, rerender } = renderHook(({ list, of }) => useEach(list, make, of), {
    initialProps: { list: [one, two], of: ['en'] },
  })
  const [first, second] = result.current
  rerender({ list: [two, three], of: ['en'] })
  expect(result.current[0]).toBe(second)
  expect(make).toHaveBeenCalledTimes(3)
  rerender({ list: [one, two], of: ['zh'] })
  expect(result.current).toEqual([first, second])
  expect(result.current[1]).not.toBe(second)
})

test('the sentences for faults come from the same function as long as the language stays', () => {
  const { result, rerender } = renderHook(useFaultText)
  const before = result.current
  rerender()
  expect(result.current).toBe(before)
  expect(before({ code: 'forbidden' })).toBe("You can't do that here.")
})
