import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import {
  isClosed,
  mostOptions,
  optionsOf,
  ownChoice,
  type PollContent,
  tally as tallyOf,
} from '@community-chat/shared/capabilities/polls/contract'
import { useLanguage, useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { plannedTime } from '../../ui/times'
import { useNow } from '../../ui/useNow'
import { AddOption } from './AddOption'
import { PollOption } from './PollOption'
import { expected, share, winners } from './tally'
import { useVoting } from './useVoting'
import { words } from './words'
import './Poll.scss'

interface Props {
  message: Message
  poll: PollContent
  /** I asked it. */
  mine: boolean
  onVoters: (message: Message) => void
}

/** A poll in its bubble: a tap votes. */
export function PollView({ message, poll, mine, onVoters }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  const { wanted, tap } = useVoting(message, poll)
  const end = poll.closesAt === null ? null : Date.parse(poll.closesAt)
  const now = useNow(end)
  const counted = tallyOf.of(message)
  const before = ownChoice(message)
  const chosen = wanted ?? before
  const tally = wanted ? expected(counted, before, wanted) : counted
  const over = isClosed(poll, counted, now)
  const options = optionsOf(poll, counted)
  const best = over ? winners(options, tally) : new Set<string>()
  const kinds = [poll.multiple ? w.many : w.one, ...(poll.anonymous ? [w.secret] : [])]
  const foot = [w.voted(tally.voters), ...kinds].join(' · ')
  return (
    <Box className="poll">
      <Box className="poll-question">{poll.question}</Box>
      <Box role={poll.multiple || over ? 'group' : 'radiogroup'} label={poll.question}>
        {options.map(({ id, text }) => (
          <PollOption
            key={id}
            text={text}
            count={tally.counts[id] ?? 0}
            share={share(tally, id)}
            own={chosen.includes(id)}
            multiple={poll.multiple}
            over={over}
            best={best.has(id)}
            onTap={() => tap(id)}
          />
        ))}
      </Box>
      {!over && (poll.open || mine) && options.length < mostOptions && (
        <AddOption messageId={message.id} taken={options.map(({ text }) => text)} />
      )}
      <Box className="poll-foot">
        {poll.anonymous || tally.voters === 0 ? (
          <Text className="poll-count">{foot}</Text>
        ) : (
          <Tap className="poll-count poll-who" label={`${foot}. ${w.who}`} onTap={() => onVoters(message)}>
            <Text>{foot}</Text>
            <Icon name="right" size={14} />
          </Tap>
        )}
        <Text className="poll-end">
          {over ? w.closed : end === null ? '' : w.closesAt(plannedTime(end, now, language))}
        </Text>
      </Box>
    </Box>
  )
}
