import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    suggestions: 'People to mention',
    everyone: 'everyone',
    everyoneNote: (n: number) => `Notify all ${n} members`,
    pill: (n: number) => (n > 99 ? '@ 99+' : `@ ${n}`),
    toMention: (n: number) =>
      n === 1 ? 'Go to the message that mentions you' : `Go to ${n} mentions of you`,
  },
  zh: {
    suggestions: '可以提到的人',
    everyone: '所有人',
    everyoneNote: (n: number) => `提醒全部 ${n} 人`,
    pill: (n: number) => (n > 99 ? '@ 99+' : `@ ${n}`),
    toMention: (n: number) => `去看 ${n} 条提到你的消息`,
  },
})

faultWords(
  mentions,
  dictionary({
    en: {
      may_not_mention_all: "You can't mention everyone in this room.",
      not_in_room: 'Someone you mentioned has left this room.',
    },
    zh: {
      may_not_mention_all: '你不能在这里 @所有人',
      not_in_room: '你提到的人已不在这个房间',
    },
  }),
)
