import { type RecordContent, forwarding } from '@community-chat/shared/capabilities/forwarding/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

type Title = RecordContent['title']
const names = (title: Title) => title.map(one => one.name).filter(Boolean)

export const words = dictionary({
  en: {
    forward: 'Forward',
    select: 'Select',
    merge: 'Merge',
    count: (n: number) => (n === 0 ? 'Choose messages' : `${n} chosen`),
    done: 'Stop choosing',
    most: (n: number) => `At most ${n} messages at once`,
    some: "Some of these can't be forwarded. Leave them out.",
    forbidden: 'What is said in this room stays in it.',
    mark: 'Forwarded',
    markMany: 'Forwarded many times',
    to: 'Forward to',
    toMerged: 'Forward as one record',
    find: 'Find a room or person',
    clear: 'Clear',
    none: (query: string) => `Nothing for “${query}”. Try another word.`,
    nowhere: 'There is no room to forward to yet.',
    mostRooms: (n: number) => `At most ${n} at once`,
    note: 'Add a few words (optional)',
    send: (n: number) => (n > 1 ? `Send to ${n}` : 'Send'),
    sending: (n: number, of: number) => `Sending ${n} of ${of}`,
    sent: 'Forwarded',
    someRefused: (n: number) =>
      n === 1 ? "Forwarded; one room didn't take it" : `Forwarded; ${n} rooms didn't take it`,
    close: 'Close',
    record: (title: Title) =>
      names(title).length > 0 ? `Chat history of ${names(title).join(' and ')}` : 'Chat history',
    openRecord: (title: string, n: number) => `${title}, ${n} ${n === 1 ? 'message' : 'messages'}. Open it.`,
    size: (n: number) => `${n} ${n === 1 ? 'message' : 'messages'}`,
    inLine: '[Chat history]',
    place: (name: string) => (name ? `[Place] ${name}` : '[Place]'),
    card: { person: '[Card of a person]', room: '[Card of a room]', community: '[Card of a community]' },
    someone: 'Someone',
    empty: 'What stood here was taken out.',
    colon: ': ',
  },
  zh: {
    forward: '转发',
    select: '多选',
    merge: '合并转发',
    count: (n: number) => (n === 0 ? '选择消息' : `已选 ${n} 条`),
    done: '退出多选',
    most: (n: number) => `一次最多选 ${n} 条`,
    some: '有的消息不能转发，先取消选择吧',
    forbidden: '这个房间的消息不能转发',
    mark: '转发',
    markMany: '多次转发',
    to: '转发给',
    toMerged: '合并转发给',
    find: '搜索房间或人',
    clear: '清除',
    none: (query: string) => `没找到「${query}」，换个词试试`,
    nowhere: '还没有可以转发的房间',
    mostRooms: (n: number) => `一次最多 ${n} 个`,
    note: '留言（可不填）',
    send: (n: number) => (n > 1 ? `发送（${n}）` : '发送'),
    sending: (n: number, of: number) => `正在发送 ${n}/${of}`,
    sent: '已转发',
    someRefused: (n: number) => `已转发，${n} 个房间没有收下`,
    close: '关闭',
    record: (title: Title) =>
      names(title).length > 0 ? `${names(title).join(' 和 ')} 的聊天记录` : '聊天记录',
    openRecord: (title: string, n: number) => `${title}，共 ${n} 条，打开`,
    size: (n: number) => `共 ${n} 条`,
    inLine: '[聊天记录]',
    place: (name: string) => (name ? `[位置] ${name}` : '[位置]'),
    card: { person: '[个人名片]', room: '[房间名片]', community: '[社区名片]' },
    someone: '有人',
    empty: '这里的内容已被移除',
    colon: '：',
  },
})

faultWords(
  forwarding,
  dictionary({
    en: {
      not_to_be_forwarded: 'What is said in this room stays in it.',
      not_forwardable: "Some of these can't be forwarded. Leave them out.",
      record_too_long: 'That is too much for one record. Choose fewer messages.',
    },
    zh: {
      not_to_be_forwarded: '这个房间的消息不能转发',
      not_forwardable: '有的消息不能转发，先取消选择吧',
      record_too_long: '内容太多，合并不了，少选几条吧',
    },
  }),
)
