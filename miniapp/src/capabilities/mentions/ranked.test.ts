import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { ranked } from './ranked'

const people = ['Hana', '林夏', '夏天', 'Ann Lee', 'Mohan'].map((displayName): Person => ({
  id: displayName,
  displayName,
  avatar: { letters: 'x', colour: 1 },
  status: null,
}))

test.each([
  ['', [], ['Hana', '林夏', '夏天', 'Ann Lee', 'Mohan']],
  ['', ['夏天', 'Mohan'], ['夏天', 'Mohan', 'Hana', '林夏', 'Ann Lee']],
  ['HA', [], ['Hana', 'Mohan']],
  ['夏', ['林夏'], ['夏天', '林夏']],
  ['lee', [], ['Ann Lee']],
  ['zz', [], []],
])('"%s" after %j', (query, recent, names) => {
  expect(ranked(people, query, recent).map(one => one.id)).toEqual(names)
})
