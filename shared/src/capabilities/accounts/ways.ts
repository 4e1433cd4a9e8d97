/** The ways in which someone can prove who they are. */
import * as z from 'zod/mini'
import { When } from '../../protocol/fields'

/** Whoever else may vouch for a person: the apps whose mini programs they use. */
export const VendorKind = z.enum(['wechat', 'alipay'])
export type VendorKind = z.output<typeof VendorKind>

/** Every way to sign in. */
export const WayKind = z.enum(['password', ...VendorKind.options])
export type WayKind = z.output<typeof WayKind>

/** What a mini program was given to show us: short-lived, good for one exchange. */
export const VendorCode = z.string().check(z.regex(/^[\x21-\x7e]{1,256}$/))

/** One way that works for a person; `name` is what they type where they type one. */
export const Way = z.object({ kind: WayKind, linkedAt: When, name: z.optional(z.string()) })
export type Way = z.output<typeof Way>
