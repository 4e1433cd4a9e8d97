import type { VendorKind } from '@community-chat/shared/capabilities/accounts/ways'

/** How the app around a mini program vouches for the person who uses it. */
export interface SilentLogin {
  kind: VendorKind
  /** A code that our server can exchange, once and soon. Rejects where the host gives none. */
  code(): Promise<string>
}
