import { fireEvent, render, screen } from '@testing-library/react'
import { actsOn } from './actions'
import { MessageMenu } from './MessageMenu'
import type { FeedRow } from './rows'

const at = { left: 10, top: 10, right: 10, bottom: 10 }
const said = (row: object, kind = 'said') => ({ kind, row }) as unknown as FeedRow

test.each<[string, FeedRow, boolean, string[]]>([
  ['someone else’s', said({ mine: false, message: {} }), false, ['copy', 'report']],
  ['someone else’s, for a moderator', said({ mine: false, message: {} }), true, ['copy', 'report', 'remove']],
  ['my own', said({ mine: true, message: {} }), false, ['copy', 'edit', 'remove']],
  [
    'my own that failed',
    said({ mine: true, message: null, state: 'failed' }),
    false,
    ['retry', 'copy', 'discard'],
  ],
  ['my own that waits', said({ mine: true, message: null, state: 'waiting' }), false, ['copy', 'discard']],
  ['a husk', said({ mine: true, message: {} }, 'husk'), true, []],
])('acts on %s', (_, item, isModerator, wanted) => {
  expect(actsOn(item, isModerator)).toEqual(wanted)
})

test('the menu takes the focus, moves by arrows, closes on Escape and gives the focus back', () => {
  const before = document.createElement('button')
  document.body.append(before)
  before.focus()
  const onClose = jest.fn()
  const { unmount } = render(
    <MessageMenu acts={['copy', 'remove']} at={at} onAct={jest.fn()} onClose={onClose} />,
  )
  const [copy, remove] = screen.getAllByRole('menuitem')
  expect(document.activeElement).toBe(copy)
  fireEvent.keyDown(copy!, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(remove)
  fireEvent.keyDown(remove!, { key: 'Tab' })
  expect(document.activeElement).toBe(copy)
  fireEvent.keyDown(copy!, { key: 'Escape' })
  expect(onClose).toHaveBeenCalled()
  unmount()
  expect(document.activeElement).toBe(before)
})

test('an act closes the menu and is told', () => {
  const onAct = jest.fn()
  const onClose = jest.fn()
  render(<MessageMenu acts={['copy']} at={at} onAct={onAct} onClose={onClose} />)
  fireEvent.click(screen.getByRole('menuitem'))
  expect(onAct).toHaveBeenCalledWith('copy')
  expect(onClose).toHaveBeenCalled()
})
