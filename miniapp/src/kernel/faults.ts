/** What a refusal says to a person, in their language. */
import type { CommonCode, Fault, FaultTable } from '@community-chat/shared/protocol/faults'
import { dictionary, useLanguage, type Dictionary, type Language } from './words'

type Sentences = Record<string, string>

const common = dictionary({
  en: {
    offline: "You're offline. Try again when you're back.",
    timeout: 'No answer came. Try again.',
    invalid_input: 'Something in there is not right. Look it over.',
    bad_frame: 'Something went wrong. Try again.',
    unauthenticated: 'Sign in again to go on.',
    forbidden: "You can't do that here.",
    not_found: "It isn't there any more.",
    conflict: 'It has changed meanwhile. Look again.',
    too_large: "That's too large.",
    unsupported_type: "That kind of content isn't accepted.",
    rate_limited: 'That was a little fast. Wait a moment.',
    internal: 'Something went wrong on our side. Try again in a moment.',
    unavailable: 'The service is busy. Try again in a moment.',
  } satisfies Record<CommonCode | 'offline' | 'timeout', string>,
  zh: {
    offline: '网络断开了，联网后再试',
    timeout: '没有等到回应，再试一次吧',
    invalid_input: '有的内容不太对，检查一下吧',
    bad_frame: '出了点问题，再试一次吧',
    unauthenticated: '请重新登录',
    forbidden: '这里不能这样做',
    not_found: '它已经不在了',
    conflict: '内容刚刚变了，再看一眼吧',
    too_large: '太大了',
    unsupported_type: '不支持这种内容',
    rate_limited: '有点快，等一下再试',
    internal: '我们这边出了点问题，稍后再试',
    unavailable: '服务有点忙，稍后再试',
  },
})

const known: Dictionary<Sentences>[] = [common]

/** Makes the words for a contract's faults known; a fault left out does not compile. */
export function faultWords<F extends FaultTable>(
  _contract: { faults: F },
  words: Dictionary<Record<keyof F & string, string>>,
): void {
  known.push(words)
}

type FaultText = (fault: Pick<Fault, 'code'>) => string

const textIn =
  (language: Language): FaultText =>
  ({ code }) =>
    known.find(words => code in words[language])?.[language][code] ?? common[language].internal
const texts: Record<Language, FaultText> = { en: textIn('en'), zh: textIn('zh') }

/** A function from a fault, or its code, to the sentence that a person reads; the same one in the same language. */
export const useFaultText = (): FaultText => texts[useLanguage().language]
