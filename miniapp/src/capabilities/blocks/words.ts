import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    title: 'Blocked people',
    back: 'Back',
    block: 'Block',
    unblock: 'Unblock',
    blockAsk: (name: string) => `Block ${name}? You won't get their messages any more, and they aren't told.`,
    unblockAsk: (name: string) => `Unblock ${name}? You can write to each other again.`,
    blocked: (name: string) => `You blocked ${name}`,
    unblocked: (name: string) => `${name} is no longer blocked`,
    cancel: 'Cancel',
    loading: 'Loading blocked people',
    noneTitle: 'You have blocked nobody',
    noneText: 'You can block someone on their profile.',
    since: (date: string) => `Blocked ${date}`,
    today: 'today',
    failTitle: "Couldn't load the list",
    folded: (n: number) =>
      n === 1 ? '1 message from someone you blocked' : `${n} messages from people you blocked`,
    unfold: 'Show',
  },
  zh: {
    title: '已屏蔽的人',
    back: '返回',
    block: '屏蔽',
    unblock: '取消屏蔽',
    blockAsk: (name: string) => `屏蔽 ${name}？之后你不会再收到对方的消息，对方也不会得到通知。`,
    unblockAsk: (name: string) => `取消屏蔽 ${name}？你们可以重新互发消息。`,
    blocked: (name: string) => `你已屏蔽 ${name}`,
    unblocked: (name: string) => `已取消屏蔽 ${name}`,
    cancel: '取消',
    loading: '正在加载屏蔽名单',
    noneTitle: '你没有屏蔽任何人',
    noneText: '可以在对方的资料页里屏蔽。',
    since: (date: string) => `${date}屏蔽`,
    today: '今天',
    failTitle: '名单没能加载出来',
    folded: (n: number) => `${n} 条来自已屏蔽的人的消息`,
    unfold: '显示',
  },
})

faultWords(blocks, {
  en: {
    blocked_by_you: 'You blocked this person. Unblock them to write.',
    not_delivered: "Your message can't be delivered.",
    not_yourself: "You can't block yourself.",
    too_many_blocks: 'You have blocked 1,000 people already.',
  },
  zh: {
    blocked_by_you: '你已屏蔽对方，取消屏蔽后才能发消息',
    not_delivered: '消息无法送达',
    not_yourself: '不能屏蔽自己',
    too_many_blocks: '最多屏蔽 1000 人',
  },
})
