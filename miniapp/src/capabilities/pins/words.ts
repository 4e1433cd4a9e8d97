import { pins } from '@community-chat/shared/capabilities/pins/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    pin: 'Pin',
    unpin: 'Unpin',
    pinned: 'Pinned for everyone here',
    unpinned: 'Unpinned',
    title: 'Pinned messages',
    place: (n: number, of: number) => (of === 1 ? 'Pinned' : `Pinned ${n}/${of}`),
    jump: (line: string) => `Go to the pinned message: ${line}`,
    all: 'All pinned messages',
    unpinOne: (line: string) => `Unpin: ${line}`,
    said: (name: string, time: string) => `${name} · ${time}`,
    none: 'Nothing is pinned here now',
    close: 'Close',
  },
  zh: {
    pin: '置顶',
    unpin: '取消置顶',
    pinned: '已置顶，大家都能看到',
    unpinned: '已取消置顶',
    title: '置顶消息',
    place: (n: number, of: number) => (of === 1 ? '置顶' : `置顶 ${n}/${of}`),
    jump: (line: string) => `前往置顶消息：${line}`,
    all: '全部置顶消息',
    unpinOne: (line: string) => `取消置顶：${line}`,
    said: (name: string, time: string) => `${name} · ${time}`,
    none: '这里现在没有置顶的消息',
    close: '关闭',
  },
})

faultWords(
  pins,
  dictionary({
    en: {
      too_many_pins: 'A room holds 50 pinned messages. Unpin one first.',
      not_pinnable: "This message can't be pinned.",
    },
    zh: {
      too_many_pins: '最多置顶 50 条，先取消一条吧',
      not_pinnable: '这条消息不能置顶',
    },
  }),
)
