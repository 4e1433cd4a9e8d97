import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    recent: 'Recently used',
    search: 'Search emoji',
    clear: 'Clear',
    none: 'No emoji by that name. Try another word.',
    noneRecent: 'The emoji you use will be here.',
    remove: 'Delete',
    tones: 'Skin tones',
    groups: [
      'Smileys',
      'People',
      'Animals and nature',
      'Food and drink',
      'Travel and places',
      'Activities',
      'Objects',
      'Symbols',
      'Flags',
    ],
  },
  zh: {
    recent: '最近使用',
    search: '搜索表情',
    clear: '清除',
    none: '没找到这个表情，换个词试试',
    noneRecent: '用过的表情会收在这里',
    remove: '删除',
    tones: '肤色',
    groups: ['笑脸', '人物', '动物与自然', '食物与饮料', '旅行与地点', '活动', '物品', '符号', '旗帜'],
  },
})
