/** Alipay: alipay.system.oauth.token of the open platform's gateway, signed both ways with RSA2. */
import { type KeyObject, sign, verify } from 'node:crypto'
import { type Env, rsaKey } from '../../../kernel/env'
import { isOpenId, objectOf, openVendor, textOf, type Vendor, type Verdict } from './vendor'

const method = 'alipay.system.oauth.token'
const answerNode = 'alipay_system_oauth_token_response'
const errorNode = 'error_response'
/** Alipay reads the clock in Beijing. */
const beijing = 8 * 3600 * 1000

/** Alipay as the settings name it, or null where they do not. */
export function openAlipay(env: Env): Vendor | null {
  const privateKey = rsaKey('private', env.ALIPAY_PRIVATE_KEY)
  const publicKey = rsaKey('public', env.ALIPAY_PUBLIC_KEY)
  if (!env.ALIPAY_APP_ID || !privateKey || !publicKey) return null
  return openVendor('alipay', env.ALIPAY_APP_ID, async (code, signal) => {
    const common = {
      app_id: env.ALIPAY_APP_ID,
      method,
      format: 'JSON',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: new Date(Date.now() + beijing).toISOString().slice(0, 19).replace('T', ' '),
      version: '1.0',
    }
    const own = { grant_type: 'authorization_code', code }
    const url = new URL(env.ALIPAY_GATEWAY)
    // The charset must stand in the address: the gateway needs it to read the body.
    const signed = { ...common, sign: signatureOf({ ...common, ...own }, privateKey) }
    for (const [name, value] of Object.entries(signed)) url.searchParams.set(name, value)
    const text = await textOf(url, { method: 'POST', body: new URLSearchParams(own), signal })
    return typeof text === 'string' ? read(text, publicKey) : text
  })
}

/** The text that both sides sign: every parameter that is not empty, but the signature, in the order of the names. */
export const toBeSigned = (parameters: Record<string, string>): string =>
  Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

const signatureOf = (parameters: Record<string, string>, key: KeyObject): string =>
  sign('sha256', Buffer.from(toBeSigned(parameters)), key).toString('base64')

/** Believes only bytes that Alipay signed: the very text of the node, never what a parser made of it. */
function read(text: string, key: KeyObject): Verdict {
  const whole = objectOf(text)
  const name = [answerNode, errorNode].find(one => whole?.[one] !== undefined)
  const raw = name && rawNode(text, name)
  if (!whole || !raw) return { is: 'broken', reason: 'an unknown answer' }
  const node = objectOf(raw) ?? {}
  const isTrue =
    typeof whole.sign === 'string' &&
    verify('sha256', Buffer.from(raw), key, Buffer.from(whole.sign, 'base64'))
  if (!isTrue) return { is: 'broken', reason: `an answer that Alipay did not sign: ${reasonIn(node)}` }
  const openId = node.open_id ?? node.user_id
  if (name === answerNode && isOpenId(openId)) return { is: 'known', openId }
  if (node.sub_code === 'isv.code-invalid') return { is: 'refused' }
  if (node.code === '20000') return { is: 'busy', reason: reasonIn(node) }
  if (node.code === '40005') return { is: 'too often' }
  return { is: 'broken', reason: reasonIn(node) }
}

/** The platform's own name for what is wrong, if it is one. */
function reasonIn({ sub_code: name }: Record<string, unknown>): string {
  return typeof name === 'string' && /^[a-z]{2,5}\.[\w-]{1,60}$/.test(name) ? name : 'without a known reason'
}

/** The text of an object that stands under a name at the top of a JSON text. */
function rawNode(text: string, name: string): string | null {
  const begin = new RegExp(`"${name}"\\s*:\\s*(?=\\{)`).exec(text)
  if (!begin) return null
  const from = begin.index + begin[0].length
  let depth = 0
  for (const part of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"?|[{}]/g)) {
    if (part[0] === '{') depth++
    if (part[0] === '}' && --depth === 0) return text.slice(from, from + part.index + 1)
  }
  return null
}
