import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Cell } from '../../ui/Cell/Cell'
import { Switch } from '../../ui/Switch/Switch'
import { toast } from '../../ui/Toast/toast'
import { tell, useTelling } from './useReceipts'
import { words } from './words'

/** Whether others are told how far I read, and I of them. */
export function ReceiptCell() {
  const w = useWords(words)
  const faultText = useFaultText()
  const isTelling = useTelling()
  const task = useTask(tell)
  const change = (send: boolean) =>
    void task.run(send).then(
      () => send || toast(w.settingNote),
      fault => toast(faultText(fault)),
    )
  return (
    <Cell icon="check" name={w.setting} end={<Switch on={isTelling} label={w.setting} onChange={change} />} />
  )
}
