import { fireEvent, render, screen } from '@testing-library/react'
import { keepDraft } from './drafts'
import { MessageComposer } from './MessageComposer'

const setUp = (props: Partial<Parameters<typeof MessageComposer>[0]> = {}) => {
  const on = { onSend: jest.fn(), onEdit: jest.fn(), onStopEditing: jest.fn(), onEditLast: jest.fn() }
  const view = render(<MessageComposer roomId="r1" editing={null} {...on} {...props} />)
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  const type = (value: string) => fireEvent.change(field, { target: { value } })
  return { ...on, ...view, field, type }
}

afterEach(() => keepDraft('r1', ''))

test('Enter sends what was typed, trimmed, and empties the field', () => {
  const { type, field, onSend } = setUp()
  type('  hello ')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).toHaveBeenCalledWith('hello')
  expect(field.value).toBe('')
})

test.each([
  ['while an input method composes', { isComposing: true }],
  ['as Safari reports the end of composing', { keyCode: 229 }],
  ['with Shift', { shiftKey: true }],
])('Enter does not send %s', (_, event) => {
  const { type, field, onSend } = setUp()
  type('你好')
  fireEvent.keyDown(field, { key: 'Enter', ...event })
  expect(onSend).not.toHaveBeenCalled()
})

test('nothing but space is not sent', () => {
  const { type, field, onSend } = setUp()
  type('  \n ')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
})

test('a draft is there when the room is opened again', () => {
  const first = setUp()
  first.type('half a thought')
  first.unmount()
  expect(setUp().field.value).toBe('half a thought')
})

test('arrow up in an empty field edits the last message, in a full one it does not', () => {
  const { type, field, onEditLast } = setUp()
  fireEvent.keyDown(field, { key: 'ArrowUp' })
  type('x')
  fireEvent.keyDown(field, { key: 'ArrowUp' })
  expect(onEditLast).toHaveBeenCalledTimes(1)
})

test('editing changes the message, keeps the draft, and ends on Escape', () => {
  const { type, field, rerender, onEdit, onStopEditing, ...on } = setUp()
  type('draft')
  const editing = { messageId: 'm1', text: 'old' }
  rerender(
    <MessageComposer roomId="r1" editing={editing} {...on} onEdit={onEdit} onStopEditing={onStopEditing} />,
  )
  expect(field.value).toBe('old')
  type('new')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onEdit).toHaveBeenCalledWith('m1', 'new')
  fireEvent.keyDown(field, { key: 'Escape' })
  expect(onStopEditing).toHaveBeenCalled()
  rerender(
    <MessageComposer roomId="r1" editing={null} {...on} onEdit={onEdit} onStopEditing={onStopEditing} />,
  )
  expect(field.value).toBe('draft')
})
