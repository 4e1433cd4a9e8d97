import { favourites } from '@community-chat/shared/capabilities/favourites/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    title: 'Favourites',
    back: 'Back',
    keep: 'Favourite',
    drop: 'Unfavourite',
    tile: 'Favourites',
    kept: 'Added to favourites',
    dropped: 'Taken out of favourites',
    search: 'Search favourites',
    clear: 'Clear',
    cancel: 'Cancel',
    gone: 'This message was taken back',
    notThere: 'You can no longer read it there.',
    from: (name: string, room: string) => (room ? `${name} in ${room}` : name),
    dropOne: (text: string) => `Unfavourite: ${text}`,
    pick: 'Send a favourite',
    noneTitle: 'Nothing kept yet',
    noneText: 'Keep a message from its menu,\nand find it here on all your devices.',
    noMatchTitle: (text: string) => `Nothing for “${text}”`,
    noMatchText: 'Try another word.',
    failTitle: "Couldn't load your favourites",
    loading: 'Loading favourites',
  },
  zh: {
    title: '收藏',
    back: '返回',
    keep: '收藏',
    drop: '取消收藏',
    tile: '收藏',
    kept: '已收藏',
    dropped: '已取消收藏',
    search: '搜索收藏',
    clear: '清除',
    cancel: '取消',
    gone: '这条消息已被撤回',
    notThere: '已经看不到原消息了',
    from: (name: string, room: string) => (room ? `${name} · ${room}` : name),
    dropOne: (text: string) => `取消收藏：${text}`,
    pick: '发送收藏的消息',
    noneTitle: '还没有收藏',
    noneText: '在消息的菜单里点「收藏」，\n就能在所有设备上找到它。',
    noMatchTitle: (text: string) => `没找到「${text}」`,
    noMatchText: '换个词试试',
    failTitle: '收藏没能加载出来',
    loading: '正在加载收藏',
  },
})

faultWords(
  favourites,
  dictionary({
    en: {
      too_many_favourites: 'You have 2,000 favourites. Take some out first.',
      nothing_to_keep: "This message can't be kept.",
      stays_here: 'What is said in this room stays in it.',
    },
    zh: {
      too_many_favourites: '收藏已有 2000 条，先删掉一些吧',
      nothing_to_keep: '这条消息不能收藏',
      stays_here: '这个房间里的话只留在这里',
    },
  }),
)
