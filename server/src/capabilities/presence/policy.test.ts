import { expect, test } from '@jest/globals'
import { appearance, type Sighting } from './policy'

const [now, grace] = [100_000, 15_000]
const there: Sighting = { active: true, leftAt: null }
const hidden: Sighting = { active: false, leftAt: null }
const gone = (ago: number, active = true): Sighting => ({ active, leftAt: now - ago })

test.each<[string, string, Sighting[], string, number | null]>([
  ['who is there is online', 'online', [there], 'online', null],
  ['who has the app in the background everywhere is away', 'online', [hidden, hidden], 'away', null],
  ['one device in front is enough', 'online', [hidden, there], 'online', null],
  ['who chose to be away is away', 'away', [there], 'away', null],
  ['one device left, another stays', 'online', [gone(60_000), there], 'online', null],
  ['a device left in front, the other is in the background', 'online', [gone(1000), hidden], 'away', null],
  ['who just left is still there until the grace is over', 'online', [gone(5000)], 'online', now + 10_000],
  ['as they were when they left', 'online', [gone(5000, false), gone(9000)], 'away', now + 10_000],
  ['at the end of the grace they are gone', 'online', [gone(15_000)], 'offline', null],
  ['who was never there is gone', 'away', [], 'offline', null],
  ['who is invisible seems gone', 'invisible', [there], 'offline', null],
])('%s', (_, choice, sightings, status, until) => {
  expect(appearance(choice, sightings, now, grace)).toMatchObject({ status, until })
})

test('the time of leaving is told only of who is gone and does not hide', () => {
  const tells = (choice: string, ...sightings: Sighting[]) =>
    appearance(choice, sightings, now, grace).tellsLastSeen
  expect([
    tells('online', gone(20_000)),
    tells('away'),
    tells('online', gone(1)),
    tells('online', there),
  ]).toEqual([true, true, false, false])
  expect([tells('invisible', gone(20_000)), tells('invisible', there)]).toEqual([false, false])
})
