import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    title: 'React',
    all: 'More emoji',
    edit: 'Edit',
    done: 'Done',
    editHint: 'Choose a place, then the emoji for it.',
    replace: (emoji: string) => `Replace ${emoji}`,
    who: 'Reactions',
    close: 'Close',
    everyone: 'All',
    spoken: (n: number) => (n === 1 ? '1 reaction' : `${n} reactions`),
    nobody: 'Nobody left this any more.',
    loading: 'Loading reactions',
    react: (emoji: string, own: boolean) => (own ? `Take back ${emoji}` : `React with ${emoji}`),
    count: (emoji: string, count: number, own: boolean) =>
      `${emoji}, ${count} ${count === 1 ? 'person' : 'people'}${own ? ', you too' : ''}`,
  },
  zh: {
    title: '表情回应',
    all: '更多表情',
    edit: '编辑',
    done: '完成',
    editHint: '先选位置，再选要放上去的表情',
    replace: (emoji: string) => `替换 ${emoji}`,
    who: '谁回应了',
    close: '关闭',
    everyone: '全部',
    spoken: (n: number) => `${n} 个回应`,
    nobody: '这个回应已经收回了',
    loading: '正在加载回应',
    react: (emoji: string, own: boolean) => (own ? `收回 ${emoji}` : `回应 ${emoji}`),
    count: (emoji: string, count: number, own: boolean) => `${emoji}，${count} 人${own ? '，包括你' : ''}`,
  },
})

faultWords(
  reactions,
  dictionary({
    en: {
      too_many_emoji: 'A message holds at most 20 different emoji.',
      nothing_to_react_to: "This message can't be reacted to.",
    },
    zh: { too_many_emoji: '一条消息最多 20 种表情', nothing_to_react_to: '这条消息不能回应' },
  }),
)
