import type { MessageType } from '@community-chat/shared/capabilities/messages/content'
import { dictionary } from '../../kernel/words'

type Kinds = Record<Exclude<MessageType, 'text' | 'system'>, string>

export const words = dictionary({
  en: {
    reply: 'Reply',
    replyTo: (name: string) => `Reply to ${name}`,
    cancel: 'Cancel reply',
    someone: 'Someone',
    gone: 'The original was recalled or removed',
    earlier: 'A message',
    toOriginal: (name: string, text: string) => `In reply to ${name}: ${text}. Go to the original`,
    kinds: {
      location: 'Location',
      card: 'Card',
      poll: 'Poll',
      chain: 'Chain',
      record: 'Chat history',
    } as Kinds,
  },
  zh: {
    reply: '引用',
    replyTo: (name: string) => `回复 ${name}`,
    cancel: '取消引用',
    someone: '有人',
    gone: '原消息已撤回或删除',
    earlier: '一条消息',
    toOriginal: (name: string, text: string) => `回复 ${name}：${text}，点按查看原消息`,
    kinds: { location: '位置', card: '名片', poll: '投票', chain: '接龙', record: '聊天记录' } as Kinds,
  },
})
