/** Browsers ask by themselves before anything private is used. */
import { createStore } from '../store'
import type { PrivacyQuestion } from './privacy.types'

/** Never a question. */
export const privacyQuestion = createStore<PrivacyQuestion | null>(null)

export const watchPrivacy = (): void => undefined

export const openPrivacyContract = (): void => undefined
