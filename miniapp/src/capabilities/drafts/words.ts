import { drafts } from '@community-chat/shared/capabilities/drafts/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

faultWords(
  drafts,
  dictionary({
    en: { too_many_drafts: 'You have 1,000 drafts. Send or clear some first.' },
    zh: { too_many_drafts: '草稿已有 1000 条，先发出或清空一些吧' },
  }),
)
