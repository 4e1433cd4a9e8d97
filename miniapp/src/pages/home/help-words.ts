import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    title: 'Keyboard shortcuts',
    close: 'Close',
    search: 'Search',
    rooms: 'Next or previous chat',
    send: 'Send',
    line: 'New line',
    edit: 'Edit your last message, in an empty field',
    messages: 'From message to message, in the list',
    reply: 'Reply to the message',
    react: 'React to the message',
    escape: 'Close what is open',
    help: 'This list',
  },
  zh: {
    title: '键盘快捷键',
    close: '关闭',
    search: '搜索',
    rooms: '上一个或下一个聊天',
    send: '发送',
    line: '换行',
    edit: '输入框为空时，编辑上一条自己的消息',
    messages: '在消息之间移动',
    reply: '回复这条消息',
    react: '回应这条消息',
    escape: '关闭打开的内容',
    help: '显示这份列表',
  },
})
