import { search } from '@community-chat/shared/capabilities/search/contract'
import { useState } from 'react'
import { beginSearch } from '../../capabilities/search/searching'
import { words } from '../../capabilities/search/words'
import { call } from '../../kernel/client'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { Cell, Group } from '../../ui/Cell/Cell'
import { later } from '../../ui/later'
import { toast } from '../../ui/Toast/toast'

const DaySheet = later(() => import('../../capabilities/search/DaySheet').then(file => file.DaySheet))

interface Props {
  /** The room, without anything beside it. */
  here: Address & { room: string }
}

/** Two ways to something said long ago: by its words, and by its day. */
export function RoomFinding({ here }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [choosing, setChoosing] = useState(false)
  const toDay = useTask(async (day: number) => {
    const { messageId } = await call(search.routes.seqAt, {
      roomId: here.room,
      time: new Date(day).toISOString(),
    })
    if (messageId) go({ ...here, message: messageId })
    else toast(w.noDate)
  })
  const find = () => {
    beginSearch('', { roomId: here.room })
    go({ ...here, view: 'search' })
  }
  return (
    <>
      <Group>
        <Cell icon="search" name={w.inRoom} onTap={find} />
        <Cell icon="calendar" name={w.toDate} last onTap={() => setChoosing(true)} />
      </Group>
      {choosing && (
        <DaySheet
          hint={w.toDate}
          onChoose={day => void toDay.run(day).catch(fault => toast(faultText(fault)))}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}
