import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { isClosed, ownChoice, pollOf, polls, tally } from '@community-chat/shared/capabilities/polls/contract'
import { useMemo, useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import type { TalkAct, TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { Sheet } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { PollView } from './PollView'
import { vote } from './useVoting'
import { words } from './words'

const PollSheet = later(() => import('./PollSheet').then(file => file.PollSheet))
const VotersSheet = later(() => import('./VotersSheet').then(file => file.VotersSheet))

type Open = { what: 'new' } | { what: 'voters' | 'close'; message: Message } | null

interface Use {
  roomId: string
  myId: string
  isModerator: boolean
  onPerson: (userId: string) => void
}

/** A poll in one line of words. */
export function usePollPreview(): TalkPart {
  const w = useWords(words)
  return useMemo(
    () => ({
      preview: message => {
        const poll = pollOf(message)
        return poll ? w.preview(poll.question) : undefined
      },
    }),
    [w],
  )
}

/** Polls: asking, voting in the bubble, who chose what, and closing one. */
export function usePollPart({ roomId, myId, isModerator, onPerson }: Use): TalkPart {
  const w = useWords(words)
  const faultText = useFaultText()
  const [open, setOpen] = useState<Open>(null)
  const row = useMemo((): TalkPart => {
    const fail = (fault: { code: string }) => toast(faultText(fault))
    const act = (key: string, name: string, order: number, run: () => void): TalkAct => ({
      key,
      name,
      icon: key === 'poll-back' ? 'recall' : key === 'poll-who' ? 'people' : 'check',
      order,
      run,
    })
    return {
      content: message => {
        const poll = pollOf(message)
        if (!poll) return undefined
        const onVoters = (message: Message) => setOpen({ what: 'voters', message })
        return <PollView message={message} poll={poll} mine={message.senderId === myId} onVoters={onVoters} />
      },
      tiles: [{ key: 'poll', name: w.tile, icon: 'poll', order: 60, run: () => setOpen({ what: 'new' }) }],
      acts: message => {
        const poll = pollOf(message)
        if (!poll) return []
        const counted = tally.of(message)
        const over = isClosed(poll, counted, Date.now())
        const mine = message.senderId === myId
        const takeBack = () => void vote(message.id, []).catch(fail)
        return [
          ...(!over && ownChoice(message).length > 0 ? [act('poll-back', w.takeBack, 61, takeBack)] : []),
          ...(!poll.anonymous && counted.voters > 0
            ? [act('poll-who', w.who, 62, () => setOpen({ what: 'voters', message }))]
            : []),
          ...(!over && (mine || isModerator)
            ? [act('poll-close', w.end, 63, () => setOpen({ what: 'close', message }))]
            : []),
        ]
      },
    }
  }, [w, faultText, myId, isModerator])
  return useMemo(() => {
    const shut = () => setOpen(null)
    const close = (messageId: string) =>
      void call(polls.routes.close, { messageId }).then(
        message => theDevice()?.take(message),
        fault => toast(faultText(fault)),
      )
    const poll = open && open.what !== 'new' ? pollOf(open.message) : null
    return {
      ...row,
      overlay:
        open?.what === 'new' ? (
          <PollSheet roomId={roomId} onClose={shut} />
        ) : open?.what === 'voters' && poll ? (
          <VotersSheet message={open.message} poll={poll} onPerson={onPerson} onClose={shut} />
        ) : open?.what === 'close' ? (
          <Sheet
            hint={w.endAsk}
            items={[{ name: w.end, danger: true, run: () => close(open.message.id) }]}
            cancel={w.cancel}
            onClose={shut}
          />
        ) : null,
    }
  }, [row, open, roomId, w, faultText, onPerson])
}
