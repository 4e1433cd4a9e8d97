import { reports } from '@community-chat/shared/capabilities/reports/contract'
import { faultWords } from '../../kernel/faults'
import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: {
    report: 'Report',
    title: 'What is wrong here?',
    hint: 'Only those who look after this place see your report.',
    reasons: {
      spam: 'Spam or advertising',
      harassment: 'Harassment or bullying',
      hate: 'Hate',
      violence: 'Violence or threats',
      sexual: 'Sexual content',
      illegal: 'Something illegal',
      self_harm: 'Self-harm or suicide',
      other: 'Something else',
    },
    note: 'Anything to add? (optional)',
    noteHint: 'What should we know?',
    alsoBlock: (name: string) => `Also block ${name}`,
    send: 'Send report',
    cancel: 'Cancel',
    thanks: 'Thank you. We will take a look.',
  },
  zh: {
    report: '举报',
    title: '哪里有问题？',
    hint: '只有管理人员会看到你的举报。',
    reasons: {
      spam: '垃圾信息或广告',
      harassment: '骚扰或欺凌',
      hate: '仇恨言论',
      violence: '暴力或威胁',
      sexual: '色情内容',
      illegal: '违法内容',
      self_harm: '自残或自杀',
      other: '其他',
    },
    note: '补充说明（选填）',
    noteHint: '还有什么想让我们知道的？',
    alsoBlock: (name: string) => `同时屏蔽 ${name}`,
    send: '提交举报',
    cancel: '取消',
    thanks: '谢谢，我们会去看看',
  },
})

faultWords(reports, {
  en: { not_yourself: "You can't report yourself." },
  zh: { not_yourself: '不能举报自己' },
})
