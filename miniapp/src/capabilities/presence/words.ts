import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    online: 'Online',
    away: 'Away',
    invisible: 'Invisible',
    lastSeen: (when: string) => `Last seen ${when.replace('Yesterday', 'yesterday')}`,
    status: 'Appear as',
    statusAsk: 'When invisible, nobody sees whether you are online.',
    cancel: 'Cancel',
  },
  zh: {
    online: '在线',
    away: '离开',
    invisible: '隐身',
    lastSeen: (when: string) => `上次在线 ${when}`,
    status: '在线状态',
    statusAsk: '隐身时，别人看不到你是否在线',
    cancel: '取消',
  },
})

export type PresenceWords = (typeof words)['en']
