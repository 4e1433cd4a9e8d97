import { dictionary } from '../../kernel/words'
import { duration } from '../../ui/times'

export const words = dictionary({
  en: {
    title: 'Vanishing',
    tile: 'Vanishing',
    off: 'Off',
    after: (seconds: number) => duration(seconds, 'en'),
    ask: 'When should your next message vanish, once someone else has read it?',
    askRoom: 'How long should messages here last, once someone else has read them?',
    bar: 'Vanishing message',
    barText: (seconds: number) => `Gone ${duration(seconds, 'en')} after it is read`,
    stop: 'Send without a timer',
    cancel: 'Cancel',
    saved: 'Saved',
    waits: (seconds: number) => `Vanishes ${duration(seconds, 'en')} after it is read`,
    left: (seconds: number) => `Vanishes in ${duration(seconds, 'en')}`,
  },
  zh: {
    title: '阅后消失',
    tile: '阅后消失',
    off: '关闭',
    after: (seconds: number) => duration(seconds, 'zh'),
    ask: '下一条消息被读后，多久消失？',
    askRoom: '这里的消息被读后，多久消失？',
    bar: '阅后消失',
    barText: (seconds: number) => `读后 ${duration(seconds, 'zh')}消失`,
    stop: '不限时发送',
    cancel: '取消',
    saved: '已保存',
    waits: (seconds: number) => `读后 ${duration(seconds, 'zh')}消失`,
    left: (seconds: number) => `${duration(seconds, 'zh')}后消失`,
  },
})
