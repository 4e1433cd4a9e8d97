import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, somePeople } from '../../testing/person'
import { tinyPicture } from '../../testing/picture'
import { rawHttp, sameBody } from '../../testing/raw'
import { changePicture } from './picture'
import { Pictures, Profiles } from './model'
import { personal } from './service'

const { routes, pushes } = profiles
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const painted = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c63' } })
const tiny = { picture: tinyPicture }
const load = (path: string | undefined) => fetch(app.url + path)

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s is shown as a square JPEG, for ever at its address',
  async format => {
    const alice = await aPerson(app, 'alice')
    const picture = (await painted(600, 400).toFormat(format).toBuffer()).toString('base64')
    const { avatar } = await alice.call(routes.setPicture, { picture })
    expect(avatar).toEqual({
      ...alice.session.user.avatar,
      picture: expect.stringContaining(`/pictures/${alice.id}/`),
    })
    const answer = await load(avatar.picture)
    const heads = ['content-type', 'cache-control', 'x-content-type-options', 'etag']
    expect(heads.map(name => answer.headers.get(name))).toEqual([
      'image/jpeg',
      'public, max-age=31536000, immutable',
      'nosniff',
      expect.stringMatching(/^"[\w-]{21}"$/),
    ])
    const { format: shown, width, height } = await sharp(await answer.arrayBuffer()).metadata()
    expect({ shown, width, height }).toEqual({ shown: 'jpeg', width: 256, height: 256 })
    const headers = { 'if-none-match': answer.headers.get('etag')! }
    const again = await rawHttp(app, avatar.picture!, { headers })
    expect(again.status).toBe(304)
  },
)

test('a picture stands upright, and nobody learns where it was taken', async () => {
  const alice = await aPerson(app, 'alice')
  const taken = await painted(40, 40)
    .extend({ top: 40, background: '#fff' })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 29/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const before = await sharp(taken).metadata()
  expect([before.exif?.length, before.orientation]).toEqual([expect.any(Number), 6])
  const { avatar } = await alice.call(routes.setPicture, { picture: taken.toString('base64') })
  const bytes = await (await load(avatar.picture)).arrayBuffer()
  const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
  expect({ exif, xmp, iptc, icc, orientation }).toEqual({})
  // Turned clockwise, the white upper half is the right one.
  const right = await sharp(bytes).extract({ left: 200, top: 100, width: 1, height: 1 }).raw().toBuffer()
  expect(Math.min(...right)).toBeGreaterThan(245)
})

const huge = () => {
  const bytes = Buffer.from(tinyPicture, 'base64')
  bytes.writeUInt32BE(40_000, 16)
  bytes.writeUInt32BE(40_000, 20)
  return bytes
}
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
test.each([
  ['text', async () => Buffer.from('a picture of me, honestly')],
  ['an SVG', async () => Buffer.from(svg)],
  ['a GIF', () => painted(9, 9).gif().toBuffer()],
  ['a TIFF', () => painted(9, 9).tiff().toBuffer()],
  ['half a JPEG', async () => (await painted(600, 400).jpeg().toBuffer()).subarray(0, 900)],
  ['a JPEG’s first bytes before text', async () => Buffer.from('\xff\xd8\xff and no more', 'latin1')],
  ['a header of 40000 × 40000', async () => huge()],
  ['25 megapixels', () => painted(5000, 5000).toColourspace('b-w').png().toBuffer()],
])('%s is no picture, by the name of the field', async (_, make) => {
  const alice = await aPerson(app, 'alice')
  const refused = alice.call(routes.setPicture, { picture: (await make()).toString('base64') })
  await expect(refused).rejects.toMatchObject({
    code: 'not_a_picture',
    status: 400,
    data: { issues: [{ path: 'picture' }] },
  })
  expect((await alice.call(routes.me, {})).avatar).toEqual(alice.session.user.avatar)
  expect(await Pictures.countDocuments({ userId: alice.id })).toBe(0)
})

test('more than 180,000 characters, or what is no base64, is refused by the name of the field', async () => {
  const alice = await aPerson(app, 'alice')
  for (const picture of ['A'.repeat(180_001), 'data:image/png;base64,AAAA', 'AA AA', 'AA==AA'])
    await expect(alice.call(routes.setPicture, { picture })).rejects.toMatchObject({
      code: 'invalid_input',
      data: { issues: [{ path: 'picture' }] },
    })
})

test('whoever is signed out changes nothing', async () => {
  for (const call of [callHttp(app, routes.setPicture, tiny), callHttp(app, routes.removePicture, {})])
    await expect(call).rejects.toMatchObject({ code: 'unauthenticated', status: 401 })
})

test('others see a picture and its end at once, and an old address shows nothing', async () => {
  const { alice, bob } = await somePeople(app)
  const device = await connect(app, alice.session)
  const isAlice = ({ user }: { user: { id: string } }) => user.id === alice.id
  const heard = [bob.next(pushes.changed, isAlice), device.next(pushes.changed, isAlice)]
  const first = (await alice.call(routes.setPicture, tiny)).avatar
  for (const one of await Promise.all(heard)) expect(one.user.avatar).toEqual(first)
  expect((await bob.ask(routes.getMany, { userIds: [alice.id] })).items[0]?.avatar).toEqual(first)

  const second = (await alice.call(routes.setPicture, tiny)).avatar
  expect(second.picture).not.toBe(first.picture)
  expect([(await load(first.picture)).status, (await load(second.picture)).status]).toEqual([404, 200])
  const renamed = await alice.call(routes.update, { displayName: 'Alicia' })
  expect(renamed.avatar.picture).toBe(second.picture)

  const ended = bob.next(pushes.changed, ({ user }) => user.id === alice.id && !user.avatar.picture)
  expect((await alice.call(routes.removePicture, {})).avatar).not.toHaveProperty('picture')
  await ended
  expect((await load(second.picture)).status).toBe(404)
  expect(await Pictures.countDocuments({ userId: alice.id })).toBe(0)
})

test('what is no address of a picture is not found, in the words of everything that is not', async () => {
  const { alice, bob } = await somePeople(app)
  const { picture = '' } = (await alice.call(routes.setPicture, tiny)).avatar
  const version = picture.split('/').at(-1)!
  const elsewhere = sameBody(await rawHttp(app, '/api/nothing'))
  const paths = [
    `/pictures/${bob.id}/${version}`,
    `/pictures/${alice.id}`,
    `${picture}/x`,
    '/pictures/',
    `/pictures/$ne/${version}`,
  ]
  for (const path of paths) {
    const answer = await rawHttp(app, path)
    expect([answer.status, sameBody(answer), answer.headers['cache-control']]).toEqual([
      404,
      elsewhere,
      'no-store',
    ])
  }
  expect((await rawHttp(app, picture, { method: 'DELETE' })).status).toBe(404)
  expect((await load(picture)).status).toBe(200)
})

test('of pictures chosen at once one is shown, and only that one is kept', async () => {
  const alice = await aPerson(app, 'alice')
  const ctx = app.kernel.contextFor({ userId: alice.id })
  const bytes = Buffer.from(tinyPicture, 'base64')
  await Promise.all(
    Array.from({ length: 12 }, (_, i) => changePicture(ctx, alice.id, i % 4 === 3 ? null : bytes)),
  )
  const kept = await Pictures.find({ userId: alice.id }).lean()
  const shown = (await Profiles.findById(alice.id).lean())?.picture ?? null
  expect(kept.map(one => one._id)).toEqual(shown ? [shown] : [])
})

test('what a crash left behind goes with the next change, and an erased person leaves no picture', async () => {
  const alice = await aPerson(app, 'alice')
  const left = { _id: 'left-behind', userId: alice.id, bytes: Buffer.from('x'), createdAt: new Date(0) }
  await Pictures.create(left)
  const { picture } = (await alice.call(routes.setPicture, tiny)).avatar
  expect(await Pictures.countDocuments({ userId: alice.id })).toBe(1)
  const exported = (await personal.export(alice.id)) as { picture: string }
  const { format } = await sharp(Buffer.from(exported.picture, 'base64')).metadata()
  expect(format).toBe('jpeg')
  await personal.erase(app.kernel.contextFor({ authorized: true }), alice.id)
  expect((await load(picture)).status).toBe(404)
  expect(await Pictures.countDocuments({ userId: alice.id })).toBe(0)
  expect(await personal.export(alice.id)).toBeNull()
})
