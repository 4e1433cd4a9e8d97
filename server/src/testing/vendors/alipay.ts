/** A stand-in for Alipay's gateway: it checks the app's signature, and signs what it answers. */
import { createPublicKey, createVerify, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type FakeVendor, serveVendor } from './serve'

const appId = '2021000000000001'
const allowedDrift = 15 * 60 * 1000

export type AlipayMood = 'busy' | 'too often' | 'old id' | 'unsigned' | 'another key' | 'tampered' | 'decoy'
export type FakeAlipay = FakeVendor<AlipayMood>

/** A pair of keys as Alipay's tools write them: bare base64. */
export function aPair(): { privateKey: KeyObject; privateText: string; publicText: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const text = (key: KeyObject, type: 'pkcs1' | 'spki') =>
    key.export({ format: 'der', type } as { format: 'der'; type: 'spki' }).toString('base64')
  return { privateKey, privateText: text(privateKey, 'pkcs1'), publicText: text(publicKey, 'spki') }
}

const sorted = (parameters: Record<string, string>): string =>
  Object.keys(parameters)
    .filter(name => name !== 'sign' && parameters[name] !== '')
    .sort()
    .map(name => `${name}=${parameters[name]}`)
    .join('&')

const failure = (code: string, sub_code: string) => ({
  error_response: { code, msg: 'Failed', sub_code, sub_msg: 'what is wrong, in "words" {' },
})

/** Starts one that knows one mini program. */
export function openFakeAlipay(): Promise<FakeAlipay> {
  const [app, alipay, stranger] = [aPair(), aPair(), aPair()]
  const appKey = createPublicKey(app.privateKey)

  const node = (
    parameters: Record<string, string>,
    redeem: (code: string) => string,
    mood?: AlipayMood,
  ): object => {
    if (parameters.app_id !== appId) return failure('40002', 'isv.invalid-app-id')
    if (parameters.method !== 'alipay.system.oauth.token') return failure('40002', 'isv.invalid-method')
    if (!parameters.sign) return failure('40001', 'isv.missing-signature')
    if (parameters.sign_type !== 'RSA2') return failure('40002', 'isv.invalid-signature-type')
    const isSigned = createVerify('RSA-SHA256')
      .update(sorted(parameters))
      .verify(appKey, parameters.sign, 'base64')
    if (!isSigned) return failure('40002', 'isv.invalid-signature')
    if (parameters.charset?.toLowerCase() !== 'utf-8') return failure('40002', 'isv.invalid-charset')
    if (parameters.version !== '1.0') return failure('40001', 'isv.missing-version')
    const at = Date.parse(`${parameters.timestamp?.replace(' ', 'T')}+08:00`)
    if (!(Math.abs(at - Date.now()) < allowedDrift)) return failure('40002', 'isv.invalid-timestamp')
    if (parameters.grant_type !== 'authorization_code') return failure('40002', 'isv.grant-type-invalid')
    if (mood === 'busy') return failure('20000', 'isp.unknow-error')
    if (mood === 'too often') return failure('40005', 'isv.app-call-limited')
    const openId = redeem(parameters.code ?? '')
    if (openId === 'unknown' || openId === 'spent') return failure('40002', 'isv.code-invalid')
    const tokens = { access_token: 'authusrB-secret', refresh_token: 'authusrB-other', expires_in: '3600' }
    // Strings may hold what looks like the end of the node.
    const ids = mood === 'old id' ? { user_id: openId } : { user_id: '2088000000000000', open_id: openId }
    return { alipay_system_oauth_token_response: { ...tokens, note: '"}} {\\"sign\\":', ...ids } }
  }

  return serveVendor<AlipayMood>(
    '/gateway.do',
    url => ({
      ALIPAY_APP_ID: appId,
      ALIPAY_PRIVATE_KEY: app.privateText,
      ALIPAY_PUBLIC_KEY: alipay.publicText,
      ALIPAY_GATEWAY: `${url}/gateway.do`,
    }),
    ({ parameters, redeem }, mood) => {
      const [[name, body]] = Object.entries(node(parameters, redeem, mood)) as [[string, object]]
      const raw = JSON.stringify(body)
      if (mood === 'unsigned') return `{"${name}":${raw}}`
      const key = mood === 'another key' ? stranger.privateKey : alipay.privateKey
      const sign = createSign('RSA-SHA256').update(raw).sign(key, 'base64')
      const sent = mood === 'tampered' ? raw.replace(/"open_id":"[^"]*"/, '"open_id":"somebody-else"') : raw
      // A signed node under another name, and a forged one where the answer belongs.
      if (mood === 'decoy') return `{"other":${raw},"${name}":{"open_id":"somebody-else"},"sign":"${sign}"}`
      return `{"${name}":${sent},"sign":"${sign}"}`
    },
  )
}
