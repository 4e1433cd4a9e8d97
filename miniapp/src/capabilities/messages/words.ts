import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'
import { duration } from '../../ui/times'

/** A name stands apart from the Chinese words around it; 你 is one of them. */
const apart = (who: string, before = '') => (who === '你' ? who : `${before}${who} `)

const inEnglish = (seconds: number) => duration(seconds, 'en')
const inChinese = (seconds: number) => duration(seconds, 'zh')

export const words = dictionary({
  en: {
    you: 'You',
    someone: 'Someone',
    colon: ': ',
    and: (names: string[], more: number) =>
      more > 0
        ? `${names.join(', ')} and ${more} more`
        : [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and '),
    created: (who: string) => `${who} created the room`,
    joined: (who: string) => `${who} joined the room`,
    added: (who: string, whom: string) => `${who} added ${whom}`,
    left: (who: string) => `${who} left the room`,
    removed: (who: string, whom: string) => `${who} removed ${whom}`,
    renamed: (who: string, name: string) =>
      name ? `${who} renamed the room to “${name}”` : `${who} renamed the room`,
    announced: (who: string) => `${who} changed the announcement`,
    unannounced: (who: string) => `${who} took the announcement down`,
    pinned: (who: string) => `${who} pinned a message`,
    look: 'Take a look',
    unknown: 'This kind of message needs a newer version',
    husk: (who: string) => `${who} deleted a message`,
    huskByModerator: (who: string) =>
      who === 'You' ? 'You removed a message' : `A moderator, ${who}, removed a message`,
    huskRecalled: (who: string) => `${who} recalled a message`,
    huskExpired: 'A message was there for a time, and is gone',
    again: 'Edit again',
    recall: 'Recall',
    versions: 'Earlier texts',
    noVersions: 'No earlier text was kept.',
    expirySet: (who: string, seconds: number) =>
      seconds > 0
        ? `${who} made messages vanish ${inEnglish(seconds)} after they are read`
        : `${who} turned vanishing messages off`,
    edited: 'edited',
    newLine: 'New messages',
    log: (room: string) => `Messages in ${room}`,
    sending: 'Sending',
    waiting: 'Waiting for the network',
    failed: 'Not sent. Tap to retry.',
    leftBehind: 'Written here, and not sent',
    unsent: (waiting: number, failed: number) =>
      [waiting > 0 ? `${waiting} waiting for the network` : '', failed > 0 ? `${failed} didn't send.` : '']
        .filter(Boolean)
        .join(' · '),
    retryAll: 'Tap to retry',
    message: 'Message',
    send: 'Send',
    save: 'Save',
    editing: 'Edit message',
    cancelEdit: 'Stop editing',
    keys: 'Enter to send · Shift + Enter for a new line · ? for shortcuts',
    emoji: 'Emoji',
    keyboard: 'Keyboard',
    voice: 'Voice',
    plus: 'More to send',
    closePlus: 'Close',
    pageOf: (page: number, of: number) => `Page ${page} of ${of}`,
    menu: 'Message actions',
    copy: 'Copy',
    edit: 'Edit',
    remove: 'Delete for everyone',
    retry: 'Try again',
    discard: 'Discard',
    more: 'More',
    hidden: '[Message from someone you blocked]',
    copied: 'Copied',
    notCopied: "Couldn't copy that. Select the text instead.",
    removeAsk: 'Delete this message for everyone?',
    cancel: 'Cancel',
    toNew: (n: number) => (n === 1 ? '1 new message' : `${n > 99 ? '99+' : n} new messages`),
    newCount: (n: number) => `${n > 99 ? '99+' : n} new`,
    unreadCount: (n: number) => `${n > 99 ? '99+' : n} unread`,
    toUnread: (n: number) => `Go to the first of ${n > 99 ? '99+' : n} unread messages`,
    toEnd: 'Go to the newest message',
    goneHere: "That message isn't here any more",
    older: 'Loading older messages',
    begin: 'This is where the room begins',
    noneTitle: 'Say the first word',
    noneText: 'Everyone in the room will see it.',
    failTitle: "Couldn't load the messages",
    tryAgain: 'Try again',
    longest: (n: number) => `A message holds at most ${n} characters.`,
    profileOf: (name: string) => `Profile of ${name}`,
    said: (who: string, time: string, text: string) => `${who}, ${time}, ${text}`,
    also: (all: readonly string[]) => all.join(', '),
    loading: 'Loading messages',
  },
  zh: {
    you: '你',
    someone: '有人',
    colon: '：',
    and: (names: string[], more: number) =>
      more > 0 ? `${names.join('、')}等 ${names.length + more} 人` : names.join('、'),
    created: (who: string) => `${apart(who)}创建了房间`,
    joined: (who: string) => `${apart(who)}加入了房间`,
    added: (who: string, whom: string) => `${apart(who)}邀请${apart(whom, ' ')}加入了房间`,
    left: (who: string) => `${apart(who)}离开了房间`,
    removed: (who: string, whom: string) => `${apart(who)}将${apart(whom, ' ')}移出了房间`,
    renamed: (who: string, name: string) =>
      name ? `${apart(who)}把房间改名为「${name}」` : `${apart(who)}修改了房间名`,
    announced: (who: string) => `${apart(who)}更新了公告`,
    unannounced: (who: string) => `${apart(who)}撤下了公告`,
    pinned: (who: string) => `${apart(who)}置顶了一条消息`,
    look: '查看',
    unknown: '这种消息要更新版本才能看',
    husk: (who: string) => `${apart(who)}删除了一条消息`,
    huskByModerator: (who: string) =>
      who === '你' ? '你删除了一条成员消息' : `管理员${apart(who, ' ')}删除了一条成员消息`,
    huskRecalled: (who: string) => `${apart(who)}撤回了一条消息`,
    huskExpired: '一条限时消息已消失',
    again: '重新编辑',
    recall: '撤回',
    versions: '编辑历史',
    noVersions: '没有保留更早的内容',
    expirySet: (who: string, seconds: number) =>
      seconds > 0 ? `${apart(who)}设置了消息在读后 ${inChinese(seconds)}消失` : `${apart(who)}关闭了阅后消失`,
    edited: '已编辑',
    newLine: '以下为新消息',
    log: (room: string) => `「${room}」的消息`,
    sending: '正在发送',
    waiting: '等待网络',
    failed: '没发出去，点按重发',
    leftBehind: '在这里写过、没发出去的',
    unsent: (waiting: number, failed: number) =>
      [waiting > 0 ? `${waiting} 条消息在等网络` : '', failed > 0 ? `${failed} 条没发出去，` : '']
        .filter(Boolean)
        .join(' · '),
    retryAll: '点按重发',
    message: '发消息',
    send: '发送',
    save: '保存',
    editing: '编辑消息',
    cancelEdit: '取消编辑',
    keys: 'Enter 发送 · Shift + Enter 换行 · ? 查看快捷键',
    emoji: '表情',
    keyboard: '键盘',
    voice: '语音',
    plus: '更多可发送的',
    closePlus: '收起',
    pageOf: (page: number, of: number) => `第 ${page} 页，共 ${of} 页`,
    menu: '消息操作',
    copy: '复制',
    edit: '编辑',
    remove: '全员删除',
    retry: '重发',
    discard: '丢弃',
    more: '更多',
    hidden: '[来自已屏蔽的人的消息]',
    copied: '已复制',
    notCopied: '没能复制，可以选中文字再试',
    removeAsk: '删除后，所有人都看不到这条消息',
    cancel: '取消',
    toNew: (n: number) => `${n > 99 ? '99+' : n} 条新消息`,
    newCount: (n: number) => `${n > 99 ? '99+' : n} 条新消息`,
    unreadCount: (n: number) => `${n > 99 ? '99+' : n} 条未读`,
    toUnread: (n: number) => `跳到 ${n > 99 ? '99+' : n} 条未读消息的第一条`,
    toEnd: '回到最新消息',
    goneHere: '那条消息已经不在了',
    older: '正在加载更早的消息',
    begin: '房间从这里开始',
    noneTitle: '来说第一句话吧',
    noneText: '房间里的每个人都能看到。',
    failTitle: '消息没能加载出来',
    tryAgain: '再试一次',
    longest: (n: number) => `一条消息最多 ${n} 个字`,
    profileOf: (name: string) => `${name} 的资料`,
    said: (who: string, time: string, text: string) => `${who}，${time}，${text}`,
    also: (all: readonly string[]) => all.join('，'),
    loading: '正在加载消息',
  },
})

export type MessageWords = (typeof words)['en']

faultWords(messages, {
  en: {
    not_yours: 'Only its author can change a message.',
    is_gone: 'That message is gone.',
    not_editable: "That kind of message can't be edited.",
    too_late: "It's been too long, so this can't be changed any more.",
  },
  zh: {
    not_yours: '只能修改自己的消息',
    is_gone: '这条消息已经不在了',
    not_editable: '这种消息不能编辑',
    too_late: '时间太久，已经不能改动了',
  },
})
