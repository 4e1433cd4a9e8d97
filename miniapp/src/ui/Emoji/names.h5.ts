/** What emoji are called, in each language: loaded when someone looks for one. */
export const loadNames: (() => Promise<Record<'en' | 'zh', string[]>>) | null = () =>
  import('./names.json').then(names => names.default)
