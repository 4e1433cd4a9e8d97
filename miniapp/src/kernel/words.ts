/** Words in both languages: each capability and page keeps its own dictionary beside it. */
import { readChoice, systemLanguage, writeChoice } from './platform/settings'
import { createStore, useStore } from './store'

export type Language = 'zh' | 'en'
export type LanguageChoice = 'system' | Language

/** The same keys in every language: a text stays a text, a function keeps its arguments. */
export type Wording<W> = {
  [K in keyof W]: W[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : W[K] extends string
      ? string
      : Wording<W[K]>
}

/** Words of one subject in every language. */
export type Dictionary<W> = Record<Language, W>

/** Declares words in both languages; a key that only one of them has does not compile. */
export const dictionary = <const W extends object>(words: {
  en: W
  zh: NoInfer<Wording<W>>
}): Dictionary<Wording<W>> => words as Dictionary<Wording<W>>

const choice = createStore<LanguageChoice>('system')
const language = createStore<Language>(languageOf('system'))
choice.subscribe(() => language.set(languageOf(choice.get())))
readChoice('language', stored => {
  if (stored === 'zh' || stored === 'en' || stored === 'system') choice.set(stored)
})

/** The words in the language of the moment. */
export const useWords = <W>(words: Dictionary<W>): W => words[useStore(language)]

/** The same outside of components: those that show it use words of their own, and so follow the language. */
export const wordsNow = <W>(words: Dictionary<W>): W => words[language.get()]

/** The language, and how to choose it: `system` follows the device. */
export const useLanguage = () => ({ choice: useStore(choice), language: useStore(language), choose })

function choose(next: LanguageChoice): void {
  choice.set(next)
  writeChoice('language', next)
}

function languageOf(wanted: LanguageChoice): Language {
  if (wanted !== 'system') return wanted
  return /^zh/i.test(systemLanguage()) ? 'zh' : 'en'
}
