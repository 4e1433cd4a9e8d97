import type { Windows } from '@community-chat/shared/capabilities/messages/contract'
import { fireEvent, render, screen } from '@testing-library/react'
import type { TalkAct } from '../../kernel/talk'
import { actsOf, actsOn, usualWindows } from './actions'
import { MessageMenu } from './MessageMenu'
import type { FeedRow } from './rows'

const at = { left: 10, top: 10, right: 10, bottom: 10 }
const message = { type: 'text', content: { type: 'text', text: 'hello' } }
const pending = { content: { type: 'text', text: 'hello' }, createdAt: 0 }
const said = (row: { message: object | null; [key: string]: unknown }, kind = 'said') =>
  ({ kind, row: { pending: row.message ? null : pending, ...row } }) as unknown as FeedRow
const doing = (key: string, more: Partial<TalkAct> = {}): TalkAct => ({
  key,
  name: key,
  icon: 'copy',
  order: 50,
  run: jest.fn(),
  ...more,
})

test.each<[string, FeedRow, boolean, string[]]>([
  ['someone else’s', said({ mine: false, message }), false, ['copy']],
  ['someone else’s, for a moderator', said({ mine: false, message }), true, ['copy', 'remove']],
  ['my own', said({ mine: true, message }), false, ['copy', 'edit', 'remove']],
  [
    'my own that failed',
    said({ mine: true, message: null, state: 'failed' }),
    false,
    ['retry', 'copy', 'discard'],
  ],
  ['my own that waits', said({ mine: true, message: null, state: 'waiting' }), false, ['copy', 'discard']],
  ['a husk', said({ mine: true, message }, 'husk'), true, []],
])('acts on %s', (_, item, isModerator, wanted) => {
  expect(actsOn(item, isModerator)).toEqual(wanted)
})

test('my own can be recalled and changed as long as the server lets me, and deleted when a recall is too late', () => {
  const mine = said({ mine: true, message, createdAt: 1_000_000 })
  const at = (windows: Windows, seconds: number) => actsOn(mine, false, windows, 1_000_000 + seconds * 1000)
  expect(at(usualWindows, 119)).toEqual(['copy', 'edit', 'recall'])
  expect(at(usualWindows, 120)).toEqual(['copy', 'edit', 'remove'])
  expect(at({ edit: 60, recall: 0 }, 60)).toEqual(['copy', 'recall'])
  const theirs = said({ mine: false, message, createdAt: 1_000_000 })
  expect(actsOn(theirs, true, usualWindows, 1_000_000)).toEqual(['copy', 'remove'])
})

test('what is no text can be neither copied nor edited', () => {
  const card = { type: 'card', content: { type: 'card', of: 'room', id: 'r1' } }
  expect(actsOn(said({ mine: true, message: card }), false)).toEqual(['remove'])
})

test('the acts of parts stand among the own by their order, dangers last; a message on its way has only the own', () => {
  const parts = [{ acts: () => [doing('burn', { danger: true, order: 1 }), doing('reply', { order: 10 })] }]
  const own = [doing('copy', { order: 20 }), doing('remove', { danger: true, order: 100 })]
  const keys = (item: FeedRow) => actsOf(item, parts, own).map(act => act.key)
  expect(keys(said({ mine: true, message }))).toEqual(['reply', 'copy', 'burn', 'remove'])
  expect(keys(said({ mine: true, message: null, state: 'waiting' }))).toEqual(['copy', 'remove'])
})

test('the menu takes the focus, moves by arrows, closes on Escape and gives the focus back', () => {
  const before = document.createElement('button')
  document.body.append(before)
  before.focus()
  const onClose = jest.fn()
  const { unmount } = render(
    <MessageMenu acts={[doing('copy'), doing('remove')]} at={at} onClose={onClose} />,
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

test('an act closes the menu and runs', () => {
  const copy = doing('copy')
  const onClose = jest.fn()
  render(<MessageMenu acts={[copy]} at={at} onClose={onClose} />)
  fireEvent.click(screen.getByRole('menuitem'))
  expect(copy.run).toHaveBeenCalledWith(at)
  expect(onClose).toHaveBeenCalled()
})

test('two rows of tiles are shown; the last one turns to those that have no place', () => {
  const acts = Array.from({ length: 12 }, (_, n) => doing(`act ${n}`))
  render(<MessageMenu acts={acts} at={at} onClose={jest.fn()} />)
  const names = () => screen.getAllByRole('menuitem').map(item => item.textContent)
  expect(names()).toEqual([...acts.slice(0, 9).map(act => act.name), 'More'])
  fireEvent.click(screen.getByText('More'))
  expect(names()).toEqual(['act 9', 'act 10', 'act 11'])
})
