import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: { hide: 'Delete for me', hidden: 'Deleted for you', undo: 'Undo' },
  zh: { hide: '为我删除', hidden: '已为你删除', undo: '撤销' },
})
