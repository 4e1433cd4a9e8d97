import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openLog } from '../../../kernel/log'
import { testEnv } from '../../../testing/app'
import { aPair, type AlipayMood, type FakeAlipay, openFakeAlipay } from '../../../testing/vendors/alipay'
import type { FakeVendor } from '../../../testing/vendors/serve'
import { type FakeWechat, openFakeWechat, sessionKey, type WechatMood } from '../../../testing/vendors/wechat'
import { openAlipay, toBeSigned } from './alipay'
import type { Vendor } from './vendor'
import { openWechat } from './wechat'

let wechat: FakeWechat
let alipay: FakeAlipay
let logged = ''
const log = openLog('trace', { write: line => void (logged += line) })
beforeAll(async () => {
  ;[wechat, alipay] = await Promise.all([openFakeWechat(), openFakeAlipay()])
})
beforeEach(() => {
  logged = ''
})
afterAll(() => Promise.all([wechat.close(), alipay.close()]))

const vendorOf = (name: string, settings: Record<string, string> = {}): Vendor =>
  name === 'wechat'
    ? openWechat(testEnv({ ...wechat.settings, ...settings }))!
    : openAlipay(testEnv({ ...alipay.settings, ...settings }))!
const fakeOf = (name: string) => (name === 'wechat' ? wechat : alipay) as unknown as FakeVendor<string>

/** What comes of an exchange: whom the code stands for, or the fault. */
const outcome = (vendor: Vendor, code: string) =>
  vendor.exchange(code, log).catch(({ code, status, data }) => ({ code, status, data }))
const refused = { code: 'code_refused', status: 401, data: undefined }
const unavailable = (retryAfter: number) => ({
  code: 'vendor_unavailable',
  status: 503,
  data: { retryAfter },
})

describe.each(['wechat', 'alipay'])('%s', name => {
  test('a good code gives the person, told apart by vendor and app', async () => {
    const subject = await outcome(vendorOf(name), fakeOf(name).grant('o6_bmjrPTlm6_2sgVt7hMZOPfL2M'))
    const app = Object.entries(fakeOf(name).settings).find(([key]) => key.endsWith('APP_ID'))![1]
    expect(subject).toBe(`${name}:${app}:o6_bmjrPTlm6_2sgVt7hMZOPfL2M`)
    expect(logged).toBe('')
  })

  test('a code that is unknown or spent is refused, and asked about once', async () => {
    const code = fakeOf(name).grant('someone')
    const asked = fakeOf(name).asked()
    await outcome(vendorOf(name), code)
    expect(await outcome(vendorOf(name), code)).toEqual(refused)
    expect(await outcome(vendorOf(name), 'never-given')).toEqual(refused)
    expect(fakeOf(name).asked() - asked).toBe(3)
  })

  test.each(['busy', 'down'])('a vendor that is %s twice is asked a third time', async mood => {
    fakeOf(name).moods(mood, mood)
    expect(await outcome(vendorOf(name), fakeOf(name).grant('patient'))).toMatch(/:patient$/)
  })

  test.each(['busy', 'down', 'elsewhere'])('and no more than that: %s', async mood => {
    const asked = fakeOf(name).asked()
    fakeOf(name).moods(mood, mood, mood)
    expect(await outcome(vendorOf(name), fakeOf(name).grant('x'))).toEqual(unavailable(5))
    expect(fakeOf(name).asked() - asked).toBe(3)
    expect(logged).toContain('a vendor is out of reach')
  })

  test('one that does not answer is asked again after 3 s', async () => {
    fakeOf(name).moods('hang')
    expect(await outcome(vendorOf(name), fakeOf(name).grant('waited-for'))).toMatch(/:waited-for$/)
  })

  test('nobody there at all is a fault as well', async () => {
    const elsewhere = { WECHAT_API: 'http://127.0.0.1:9', ALIPAY_GATEWAY: 'http://127.0.0.1:9/gateway.do' }
    expect(await outcome(vendorOf(name, elsewhere), 'a-code')).toEqual(unavailable(5))
  })

  test('asked too often it is left alone for a minute', async () => {
    const asked = fakeOf(name).asked()
    fakeOf(name).moods('too often')
    expect(await outcome(vendorOf(name), fakeOf(name).grant('x'))).toEqual(unavailable(60))
    expect(fakeOf(name).asked() - asked).toBe(1)
  })

  test.each(['garbage', 'forbidding'])('an answer that is none is not believed: %s', async mood => {
    fakeOf(name).moods(mood)
    expect(await outcome(vendorOf(name), fakeOf(name).grant('x'))).toEqual(unavailable(60))
  })

  test('without its settings there is no such vendor', () => {
    expect(name === 'wechat' ? openWechat(testEnv({})) : openAlipay(testEnv({}))).toBeNull()
  })
})

test('a vendor that never answers is given up', async () => {
  wechat.moods('hang', 'hang', 'hang')
  expect(await outcome(vendorOf('wechat'), wechat.grant('x'))).toEqual(unavailable(5))
}, 15_000)

test.each([
  ['another app', { WECHAT_APP_ID: 'wx-another' }, 'errcode 40013'],
  ['another secret', { WECHAT_APP_SECRET: 'a-wrong-secret-0123456789' }, 'errcode 40125'],
])(
  'WeChat configured with %s: logged for who runs the server, without the secret',
  async (_, wrong, reason) => {
    const code = wechat.grant('x')
    expect(await outcome(vendorOf('wechat', wrong), code)).toEqual(unavailable(60))
    expect(JSON.parse(logged)).toMatchObject({ level: 50, vendor: 'wechat', reason })
    for (const secret of [...Object.values(wechat.settings), ...Object.values(wrong), code])
      expect(logged).not.toContain(secret)
  },
)

test.each<[WechatMood, object]>([
  ['blocked', refused],
  ['nobody', unavailable(60)],
])('WeChat says %s', async (mood, expected) => {
  wechat.moods(mood)
  expect(await outcome(vendorOf('wechat'), wechat.grant('x'))).toEqual(expected)
  expect(logged).not.toContain(sessionKey)
})

test.each([
  ['another app', { ALIPAY_APP_ID: '2021000000009999' }, 'isv.invalid-app-id'],
  ['a key that is not the app’s', { ALIPAY_PRIVATE_KEY: aPair().privateText }, 'isv.invalid-signature'],
])('Alipay configured with %s: logged without the key', async (_, wrong, reason) => {
  const code = alipay.grant('x')
  expect(await outcome(vendorOf('alipay', wrong), code)).toEqual(unavailable(60))
  expect(JSON.parse(logged)).toMatchObject({ level: 50, vendor: 'alipay', reason })
  expect(logged).not.toMatch(/MII|what is wrong/)
  expect(logged).not.toContain(code)
})

test.each<AlipayMood>(['unsigned', 'another key', 'tampered', 'decoy'])(
  'what Alipay did not sign is not believed: %s',
  async mood => {
    alipay.moods(mood)
    expect(await outcome(vendorOf('alipay'), alipay.grant('x'))).toEqual(unavailable(60))
    expect(logged).toContain('an answer that Alipay did not sign')
    expect(logged).not.toMatch(/authusrB|somebody-else/)
  },
)

test.each<AlipayMood>(['unsigned', 'another key'])('nor a refusal that it did not sign: %s', async mood => {
  alipay.moods(mood)
  expect(await outcome(vendorOf('alipay'), 'never-given')).toEqual(unavailable(60))
})

test('an app that Alipay still tells people apart for by user_id works too', async () => {
  alipay.moods('old id')
  expect(await outcome(vendorOf('alipay'), alipay.grant('2088102150477652'))).toMatch(/:2088102150477652$/)
})

test('keys may be PEM, with line ends of either kind', async () => {
  const pem = (text: string, kind: string) =>
    `-----BEGIN ${kind}-----\n${text.match(/.{1,64}/g)!.join('\n')}\n-----END ${kind}-----\n`
  const { ALIPAY_PRIVATE_KEY = '', ALIPAY_PUBLIC_KEY = '' } = alipay.settings
  const asPem = {
    ALIPAY_PRIVATE_KEY: pem(ALIPAY_PRIVATE_KEY, 'RSA PRIVATE KEY').replaceAll('\n', '\\n'),
    ALIPAY_PUBLIC_KEY: pem(ALIPAY_PUBLIC_KEY, 'PUBLIC KEY'),
  }
  expect(await outcome(vendorOf('alipay', asPem), alipay.grant('pem'))).toMatch(/:pem$/)
})

test('what is signed is sorted, without empty parameters and the signature', () => {
  expect(toBeSigned({ b: '2', a_b: '1', sign: 'x', empty: '', sign_type: 'RSA2', a: 'ü=&' })).toBe(
    'a=ü=&&a_b=1&b=2&sign_type=RSA2',
  )
})
