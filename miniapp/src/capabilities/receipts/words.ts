import { receipts } from '@community-chat/shared/capabilities/receipts/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    read: 'Read',
    unread: 'Unread',
    count: (read: number, all: number) => `Read by ${read} of ${all}. See who`,
    spoken: (read: number, all: number) => `read by ${read} of ${all}`,
    spokenRead: 'read',
    spokenUnread: 'not read yet',
    title: 'Read by',
    close: 'Close',
    readBy: (n: number) => `Read ${n}`,
    unreadBy: (n: number) => `Unread ${n}`,
    nobodyRead: 'Nobody has read it yet',
    everybodyRead: 'Everyone has read it',
    loading: 'Loading',
    setting: 'Read receipts',
    settingNote: "When this is off, others don't see what you have read, and you don't see what they have.",
  },
  zh: {
    read: '已读',
    unread: '未读',
    count: (read: number, all: number) => `${all} 人中 ${read} 人已读，看看是谁`,
    spoken: (read: number, all: number) => `${all} 人中 ${read} 人已读`,
    spokenRead: '已读',
    spokenUnread: '未读',
    title: '已读情况',
    close: '关闭',
    readBy: (n: number) => `已读 ${n}`,
    unreadBy: (n: number) => `未读 ${n}`,
    nobodyRead: '还没有人读过',
    everybodyRead: '大家都读过了',
    loading: '正在加载',
    setting: '已读回执',
    settingNote: '关闭后，别人看不到你读过什么，你也看不到别人的',
  },
})

faultWords(
  receipts,
  dictionary({
    en: {
      room_too_large: 'Rooms of more than 200 people have no read receipts.',
      no_receipts: 'This message has no read receipts.',
    },
    zh: {
      room_too_large: '超过 200 人的房间没有已读回执',
      no_receipts: '这条消息没有已读回执',
    },
  }),
)
