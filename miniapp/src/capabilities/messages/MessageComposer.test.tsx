import { act, fireEvent, render, screen } from '@testing-library/react'
import type { TalkField, TalkPart } from '../../kernel/talk'
import { createStore, useStore } from '../../kernel/store'
import { MessageComposer } from './MessageComposer'

const drafts = createStore('')
const screens = { isWide: false }
jest.mock('../../ui/screen', () => ({
  ...jest.requireActual<object>('../../ui/screen'),
  useWide: () => mockWide(),
}))
const mockWide = () => screens.isWide
const setWide = (isWide: boolean) => (screens.isWide = isWide)
/** Kept where a page would keep it. */
const useDraft = () => ({ text: useStore(drafts), write: drafts.set })

const setUp = (parts: TalkPart[] = []) => {
  const held = { current: null as TalkField | null }
  const on = {
    onSend: jest.fn(() => true),
    onEdit: jest.fn(),
    onStopEditing: jest.fn(),
    onEditLast: jest.fn(),
  }
  const draw = (editing: { messageId: string; text: string } | null) => (
    <MessageComposer useDraft={useDraft} roomId="r1" parts={parts} field={held} editing={editing} {...on} />
  )
  const view = render(draw(null))
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  const type = (value: string) => fireEvent.change(field, { target: { value } })
  const edit = (editing: { messageId: string; text: string } | null) => view.rerender(draw(editing))
  return { ...on, ...view, field, type, edit, held }
}

afterEach(() => {
  drafts.set('')
  setWide(false)
})

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

test('what is not sent after all stays in the field', () => {
  const { type, field, onSend } = setUp()
  onSend.mockReturnValue(false)
  type('hello')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(field.value).toBe('hello')
})

test('editing changes the message, keeps the draft, and ends on Escape', () => {
  const { type, field, edit, onEdit, onStopEditing } = setUp()
  type('draft')
  edit({ messageId: 'm1', text: 'old' })
  expect(field.value).toBe('old')
  type('new')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onEdit).toHaveBeenCalledWith('m1', 'new')
  fireEvent.keyDown(field, { key: 'Escape' })
  expect(onStopEditing).toHaveBeenCalled()
  edit(null)
  expect(field.value).toBe('draft')
})

test('a part sees what is written and where, writes into it, and may use up a key', () => {
  const onTyped = jest.fn()
  const suggest = ({ text, at }: TalkField) => <p>{`${text} ${at}`}</p>
  const { type, field, held, onSend } = setUp([{ onTyped, suggest, onKey: key => key === 'Enter' }])
  type('hi @b')
  expect(onTyped).toHaveBeenCalledWith('hi @b')
  expect(screen.getByText('hi @b 5')).toBeTruthy()
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  act(() => held.current?.set('hi @Bob there', 8))
  expect(field.value).toBe('hi @Bob there')
  expect(field.selectionStart).toBe(8)
  expect(document.activeElement).toBe(field)
})

test('the bar of a part stands over the field until it is closed', () => {
  const onCancel = jest.fn()
  setUp([{ bar: null }, { bar: { title: 'Reply to Bob', text: 'hello', cancelLabel: 'Cancel', onCancel } }])
  expect(screen.getByText('Reply to Bob')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Escape' })
  expect(onCancel).toHaveBeenCalledTimes(2)
})

describe('with a part that has a voice', () => {
  const voice = () => <button>Hold to talk</button>
  const tap = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
  const tiles = [{ key: 'poll', name: 'Poll', icon: 'poll' as const, order: 60, run: jest.fn() }]

  test('what is held to talk takes the place of the field, and gives it back with what was written', () => {
    const { type, field } = setUp([{ voice, tiles }])
    type('half a thought')
    tap('Voice')
    expect(screen.getByRole('button', { name: 'Hold to talk' })).toBeTruthy()
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Send' })).toBeNull()
    expect(screen.getByRole('button', { name: 'More to send' })).toBeTruthy()
    tap('Keyboard')
    expect(screen.queryByRole('button', { name: 'Hold to talk' })).toBeNull()
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('half a thought')
    expect(document.activeElement).toBe(field)
  })

  test('who changes a message writes, and talks on after it', () => {
    const { edit } = setUp([{ voice }])
    tap('Voice')
    edit({ messageId: 'm1', text: 'old' })
    expect(screen.getByRole('textbox')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Voice' })).toBeNull()
    edit(null)
    expect(screen.getByRole('button', { name: 'Hold to talk' })).toBeTruthy()
  })

  test('what a part writes into the field brings it back', () => {
    const { held } = setUp([{ voice }])
    tap('Voice')
    act(() => held.current?.set('@Bob '))
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('@Bob ')
  })

  test('beside a list it is one of the things to send, and only the way back stands beside the field', () => {
    setWide(true)
    setUp([{ voice, tiles }])
    expect(screen.queryByRole('button', { name: 'Voice' })).toBeNull()
    tap('More to send')
    fireEvent.click(screen.getByRole('menuitem', { name: 'Voice' }))
    expect(screen.getByRole('button', { name: 'Hold to talk' })).toBeTruthy()
    tap('Keyboard')
    expect(screen.getByRole('textbox')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Keyboard' })).toBeNull()
  })
})

test('without such a part nothing of it is shown', () => {
  const { container } = setUp([{ tiles: [] }])
  expect(screen.queryByRole('button', { name: 'Voice' })).toBeNull()
  expect(container.querySelector('.composer-row-voice, .composer-talk')).toBeNull()
})
