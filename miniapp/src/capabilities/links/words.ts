import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: { open: (title: string, site: string) => `Open the page “${title}” on ${site}` },
  zh: { open: (title: string, site: string) => `打开 ${site} 的网页「${title}」` },
})
