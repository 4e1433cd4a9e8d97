/** What emoji are called, in each language: too much to carry in a mini program, which shows them by group only. */
export const loadNames: (() => Promise<Record<'en' | 'zh', string[]>>) | null = null
