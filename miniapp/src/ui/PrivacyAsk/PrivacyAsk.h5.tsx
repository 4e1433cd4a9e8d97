import type { PrivacyAskProps } from './PrivacyAsk.types'

/** Browsers ask by themselves. */
export const PrivacyAsk = (_props: PrivacyAskProps) => null
