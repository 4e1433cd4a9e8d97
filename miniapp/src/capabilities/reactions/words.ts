import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    title: 'React',
    react: (emoji: string, own: boolean) => (own ? `Take back ${emoji}` : `React with ${emoji}`),
    count: (emoji: string, count: number, own: boolean) =>
      `${emoji}, ${count} ${count === 1 ? 'person' : 'people'}${own ? ', you too' : ''}`,
  },
  zh: {
    title: '表情回应',
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
