/** WeChat's question before the first use of something private, which the app must ask in its own words. */
import Taro from '@tarojs/taro'
import { createStore } from '../store'
import type { PrivacyQuestion } from './privacy.types'

/** The question of the moment. */
export const privacyQuestion = createStore<PrivacyQuestion | null>(null)

/** Waits for questions. Called once, at the start; a host without them never asks. */
export function watchPrivacy(): void {
  Taro.onNeedPrivacyAuthorization?.(resolve => {
    const answer = (what: Parameters<typeof resolve>[0]) => {
      privacyQuestion.set(null)
      resolve(what)
    }
    // One that was not answered yet waits no longer.
    privacyQuestion.get()?.refuse()
    resolve({ event: 'exposureAuthorization' })
    privacyQuestion.set({
      agree: buttonId => answer({ event: 'agree', buttonId }),
      refuse: () => answer({ event: 'disagree' }),
    })
  })
}

/** Shows what we declared to the host about personal data. */
export const openPrivacyContract = (): void => {
  // The host says itself when it cannot show it.
  Taro.openPrivacyContract?.({ fail: () => undefined })
}
