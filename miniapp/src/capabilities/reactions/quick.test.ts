import { renderHook, act } from '@testing-library/react'
import { chooseQuick, useQuick } from './quick'

test('an emoji takes one of six places; one that stood there already changes places', () => {
  const { result } = renderHook(useQuick)
  act(() => chooseQuick(1, '🦊'))
  expect(result.current).toEqual(['👍', '🦊', '😂', '🎉', '😮', '🙏'])
  act(() => chooseQuick(0, '🙏'))
  expect(result.current).toEqual(['🙏', '🦊', '😂', '🎉', '😮', '👍'])
  expect(localStorage.getItem('community-chat quick emoji')).toBe('🙏 🦊 😂 🎉 😮 👍')
})
