import { merge, type Edit, type Kept, type Written } from './merge'

const now = 1_000_000
const minute = 60_000
const edit = (text: string, more: Partial<Edit> = {}): Edit => ({
  roomId: 'r',
  text,
  base: 0,
  at: now - minute,
  ...more,
})
const kept = (text: string | null, version: number, at = now - 2 * minute): Kept => ({
  version,
  at,
  written: text === null ? null : { text },
})

type Row = [title: string, edit: Edit | null, kept: Kept | null, stands: string, base: number | null]
const table: Row[] = [
  ['nothing anywhere', null, null, '', null],
  ['what the server keeps, where nothing was written here', null, kept('there', 3), 'there', null],
  ['nothing, where it was cleared', null, kept(null, 3), '', null],
  ['what was written here, where the server has nothing', edit('here'), null, 'here', 0],
  ['what was written here over what the server has', edit('here', { base: 3 }), kept('there', 3), 'here', 3],
  ['what was emptied here, until the server knows', edit('', { base: 3 }), kept('there', 3), '', 3],
  ['the server’s, once it says the same', edit('same', { base: 3 }), kept('same', 4), 'same', null],
  ['nothing, once both are empty', edit('', { base: 3 }), kept(null, 4), '', null],
  [
    'the later: here',
    edit('here', { base: 3 }),
    kept('there', 4, now - 2 * minute),
    'here',
    4, // it is saved over what the other device saved
  ],
  ['the later: there', edit('here', { base: 3 }), kept('there', 4, now - 1000), 'there', null],
  [
    'what is being typed here, though the other is later',
    edit('here', { base: 3, at: now - 5000 }),
    kept('there', 4, now - 1000),
    'here',
    4,
  ],
  [
    'what was written here, where it was only emptied elsewhere',
    edit('here', { base: 3 }),
    kept(null, 4, now - 1000),
    'here',
    4,
  ],
  [
    'what was typed on while an earlier part of it was saved, by whatever clock',
    edit('here we go', { base: 3, sent: { text: 'here' } }),
    kept('here', 4, now + minute),
    'here we go',
    4,
  ],
]

test.each(table)('stands: %s', (_, mine, theirs, text, base) => {
  const merged = merge(mine, theirs, now)
  expect([merged.written.text, merged.edit?.base ?? null]).toEqual([text, base])
  expect(merged.edit === null || merged.edit.text === merged.written.text).toBe(true)
})

test('the same words in answer to another message are another draft', () => {
  const mine = edit('yes', { base: 1, replyTo: 'a' })
  const theirs: Kept = { version: 2, at: now - 2 * minute, written: { text: 'yes', replyTo: 'b' } }
  expect(merge(mine, theirs, now).written.replyTo).toBe('a')
  expect(merge(mine, { ...theirs, written: { text: 'yes', replyTo: 'a' } }, now).edit).toBeNull()
})

/** Devices that write, save and hear in any order. */
function world(seed: number) {
  let state = seed
  const roll = (sides: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return Math.abs(state ^ (state >>> 12)) % sides
  }
  let row: Kept | null = null
  const devices = [0, 1, 2].map(() => ({ edit: null as Edit | null, heard: null as Kept | null }))
  const save = (device: (typeof devices)[number], at: number) => {
    const { edit } = merge(device.edit, device.heard, at)
    device.edit = null
    if (!edit) return
    const written: Written | null = edit.text ? { text: edit.text } : null
    row = { version: (row?.version ?? 0) + 1, at, written }
    device.heard = row
  }
  return { roll, devices, save, row: () => row }
}

const seed = Date.now() % 1_000_000
test(`whatever happens, devices that have saved and heard everything show the same (seed ${seed})`, () => {
  for (let run = 0; run < 200; run++) {
    const { roll, devices, save, row } = world(seed + run)
    let at = now
    for (let step = 0; step < 30; step++) {
      at += roll(20_000)
      const device = devices[roll(devices.length)]!
      const act = roll(3)
      if (act === 0) {
        const base = device.heard?.version ?? 0
        device.edit = edit(roll(4) ? `text ${step}` : '', { base, at })
      } else if (act === 1) save(device, at)
      else device.heard = row()
    }
    at += minute
    for (const device of devices) {
      device.heard = row()
      save(device, at)
    }
    const shown = devices.map(device => merge(device.edit, row(), at).written.text)
    expect([run, new Set(shown).size]).toEqual([run, 1])
  }
})
