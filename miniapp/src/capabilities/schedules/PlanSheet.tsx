import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { momentsFrom, useMomentWords } from '../../kernel/moments'
import { useLanguage, useWords } from '../../kernel/words'
import { plannedTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { WhenSheet } from '../../ui/When/WhenSheet'
import { words } from './words'

interface Props {
  kind: 'send' | 'remind'
  title?: string
  /** Rejects with why it could not be; the sheet stays open then. */
  onPlan: (at: number) => Promise<unknown>
  onClose: () => void
}

/** When to send, or to remind me. */
export function PlanSheet({ kind, title, onPlan, onClose }: Props) {
  const w = useWords(words)
  const names = useMomentWords()
  const { language } = useLanguage()
  const faultText = useFaultText()
  const task = useTask(onPlan)
  const choose = (at: number) =>
    void task.run(at).then(
      () => {
        const time = plannedTime(at, Date.now(), language)
        toast(kind === 'send' ? w.scheduledFor(time) : w.remindedAt(time))
        onClose()
      },
      fault => toast(faultText(fault)),
    )
  return (
    <WhenSheet
      title={title ?? (kind === 'send' ? w.sendLater : w.remindMe)}
      presets={momentsFrom(Date.now()).map(({ key, at }) => ({ key, at, name: names[key] }))}
      words={names}
      verb={kind === 'send' ? w.schedule : w.remindMe}
      language={language}
      busy={task.pending}
      onChoose={choose}
      onClose={onClose}
    />
  )
}
