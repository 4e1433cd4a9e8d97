/** Ways to sign in: which there are, taking one on, giving one up. One must always stay. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { VendorKind, type Way } from '@community-chat/shared/capabilities/accounts/ways'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import type { Env } from '../../kernel/env'
import { type AccountDoc, Accounts } from './model'
import { openAlipay } from './vendors/alipay'
import type { Vendor } from './vendors/vendor'
import { openWechat } from './vendors/wechat'

const { routes } = accounts

/** The vendors that this server believes; null for those whose settings are missing. */
export type Vendors = Readonly<Record<VendorKind, Vendor | null>>

/** The vendors that the settings name. */
export const openVendors = (env: Env): Vendors => ({ wechat: openWechat(env), alipay: openAlipay(env) })

/** Whom a vendor's code stands for; of a vendor that is not there the answer is `vendor_off`. */
export async function identify(
  ctx: Context,
  vendors: Vendors,
  kind: VendorKind,
  code: string,
): Promise<string> {
  const vendor = vendors[kind]
  if (!vendor) throw fault(accounts, 'vendor_off')
  return vendor.exchange(code, ctx.log)
}

/** Where a vendor's word stands in the account. */
const fieldOf = (kind: VendorKind): string => `ways.${kind}`

/** The account of the caller, as long as it is not being deleted. */
export async function ownAccount(ctx: Context): Promise<AccountDoc> {
  const account = await Accounts.findOne({ _id: ctx.userId, deletingAt: null }).lean()
  if (!account) throw fault('not_found')
  return account
}

/** Refuses whom only a host program signs in: it would no longer decide who comes in. */
export function refuseHosted({ passwordHash, ways }: AccountDoc): void {
  if (!passwordHash && !VendorKind.options.some(kind => ways?.[kind])) throw fault('forbidden')
}

/** How the caller can sign in, and which vendors there are to link. */
export const waysWith =
  (vendors: Vendors): Handler<typeof routes.ways> =>
  async ctx => {
    const account = await ownAccount(ctx)
    const { username, passwordHash, passwordAt, createdAt, generatedName } = account
    const items: Way[] = VendorKind.options.flatMap(kind => {
      const way = account.ways?.[kind]
      return way ? { kind, linkedAt: way.linkedAt.toISOString() } : []
    })
    if (passwordHash)
      items.unshift({ kind: 'password', linkedAt: (passwordAt ?? createdAt).toISOString(), name: username })
    const offered = VendorKind.options.filter(kind => vendors[kind])
    return { items, offered, generatedName: generatedName === true }
  }

/** Links a vendor's identity to the caller's account. */
export const linkWith =
  (vendors: Vendors): Handler<typeof routes.link> =>
  async (ctx, { kind, code }) => {
    refuseHosted(await ownAccount(ctx))
    const subject = await identify(ctx, vendors, kind, code)
    const free = { _id: ctx.userId, deletingAt: null, [fieldOf(kind)]: { $exists: false } }
    const way = { subject, linkedAt: new Date() }
    const { matchedCount } = await Accounts.updateOne(free, { $set: { [fieldOf(kind)]: way } }).catch(
      error => {
        throw isDuplicate(error) ? fault(accounts, 'way_taken') : error
      },
    )
    if (matchedCount === 1 || (await ownAccount(ctx)).ways?.[kind]?.subject === subject) return null
    throw fault(accounts, (await isTaken(kind, subject)) ? 'way_taken' : 'way_linked')
  }

/** Gives up a vendor's word; the same update looks that another way stays. */
export const unlink: Handler<typeof routes.unlink> = async (ctx, { kind }) => {
  const others = ['passwordHash', ...VendorKind.options.filter(one => one !== kind).map(fieldOf)]
  const { matchedCount } = await Accounts.updateOne(
    {
      _id: ctx.userId,
      deletingAt: null,
      [fieldOf(kind)]: { $exists: true },
      $or: others.map(field => ({ [field]: { $exists: true } })),
    },
    { $unset: { [fieldOf(kind)]: '' } },
  )
  if (matchedCount === 0 && (await ownAccount(ctx)).ways?.[kind]) throw fault(accounts, 'last_way')
  return null
}

const isTaken = async (kind: VendorKind, subject: string): Promise<boolean> =>
  (await Accounts.exists({ [`${fieldOf(kind)}.subject`]: subject })) !== null
