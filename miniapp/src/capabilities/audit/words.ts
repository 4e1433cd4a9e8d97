import type { Act } from '@community-chat/shared/capabilities/audit/contract'
import { dictionary } from '../../kernel/words'
import { duration } from '../../ui/times'

type Lines = Record<Act, (who: string, whom: string) => string>

export const words = dictionary({
  en: {
    title: 'Activity log',
    cell: 'Activity log',
    back: 'Back',
    loading: 'Loading the activity log',
    failTitle: "Couldn't load the activity log",
    again: 'Try again',
    noneTitle: 'Nothing here yet',
    noneText: 'What admins and moderators do in this room will be listed here.',
    someone: 'someone',
    acts: {
      message_removed: (who, whom) => `${who} removed a message by ${whom}`,
      member_removed: (who, whom) => `${who} removed ${whom} from the room`,
      role_changed: (who, whom) => `${who} changed what ${whom} may do`,
      room_changed: who => `${who} changed the room`,
      community_changed: who => `${who} changed the community`,
    } satisfies Lines as Lines,
    roles: { owner: 'owner', administrator: 'admin', moderator: 'moderator', member: 'member' },
    fields: {
      ...{ name: 'Name', topic: 'Topic', visibility: 'Who can join', maxMembers: 'Member limit' },
      ...{ history: 'Earlier messages', invites: 'Adding people', mentionAll: 'Calling everyone' },
      ...{ forwarding: 'Forwarding', expiresAfter: 'Vanishing messages', announcedAt: 'Announcement' },
    },
    values: {
      ...{ public: 'anyone', private: 'invited people', all: 'shown', joined: 'hidden', members: 'everyone' },
      ...{ moderators: 'moderators', allowed: 'allowed', forbidden: 'not allowed' },
    },
    none: 'none',
    off: 'off',
    lasts: (seconds: number) => duration(seconds, 'en'),
    saidAt: (time: string) => `Said ${time}`,
    announced: 'changed',
  },
  zh: {
    title: '操作记录',
    cell: '操作记录',
    back: '返回',
    loading: '正在加载操作记录',
    failTitle: '操作记录没能加载出来',
    again: '再试一次',
    noneTitle: '还没有记录',
    noneText: '管理员在这个房间里的操作，会记在这里。',
    someone: '有人',
    acts: {
      message_removed: (who, whom) => `${who} 删除了 ${whom} 的一条消息`,
      member_removed: (who, whom) => `${who} 将 ${whom} 移出了房间`,
      role_changed: (who, whom) => `${who} 调整了 ${whom} 的权限`,
      room_changed: who => `${who} 修改了房间`,
      community_changed: who => `${who} 修改了社区`,
    } satisfies Lines as Lines,
    roles: { owner: '群主', administrator: '管理员', moderator: '协管', member: '成员' },
    fields: {
      ...{ name: '名称', topic: '话题', visibility: '谁能加入', maxMembers: '人数上限' },
      ...{ history: '之前的消息', invites: '邀请成员', mentionAll: '@所有人' },
      ...{ forwarding: '转发', expiresAfter: '阅后消失', announcedAt: '公告' },
    },
    values: {
      ...{ public: '所有人', private: '被邀请的人', all: '可见', joined: '不可见', members: '所有成员' },
      ...{ moderators: '协管及以上', allowed: '允许', forbidden: '不允许' },
    },
    none: '无',
    off: '关闭',
    lasts: (seconds: number) => duration(seconds, 'zh'),
    saidAt: (time: string) => `发送于 ${time}`,
    announced: '已更新',
  },
})

export type AuditWords = (typeof words)['en']
