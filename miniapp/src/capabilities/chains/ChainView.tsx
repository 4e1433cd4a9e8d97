import {
  type ChainContent,
  isClosed,
  links as linksOf,
  ownEntry,
} from '@community-chat/shared/capabilities/chains/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useLanguage, useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { plannedTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { useNow } from '../../ui/useNow'
import { leave } from './entries'
import { words } from './words'
import './Chain.scss'

interface Props {
  message: Message
  chain: ChainContent
  myId: string
  nameOf: (userId: string) => string
  onJoin: (message: Message) => void
  onAll: (message: Message) => void
}

/** A chain in its bubble: its newest lines, and mine to write. */
export function ChainView({ message, chain, myId, nameOf, onJoin, onAll }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  const faultText = useFaultText()
  const end = chain.closesAt === null ? null : Date.parse(chain.closesAt)
  const now = useNow(end)
  const links = linksOf.of(message)
  const { count, newest } = links
  const over = isClosed(chain, links, now)
  const own = ownEntry(message)
  const first = count - newest.length + 1
  const task = useTask(() => leave(message.id))
  const withdraw = () => void task.run(undefined).catch(fault => toast(faultText(fault)))
  return (
    <Box className="chain">
      <Box className="chain-title">{chain.title}</Box>
      {chain.example !== '' && <Box className="chain-example">{w.likeThis(chain.example)}</Box>}
      {count > newest.length && (
        <Tap className="chain-all" onTap={() => onAll(message)}>
          <Text>{w.all(count)}</Text>
          <Icon name="right" size={14} />
        </Tap>
      )}
      <Box role="list">
        {newest.map(({ userId, text }, n) => (
          <Line key={userId} place={first + n} name={nameOf(userId)} text={text} mine={userId === myId} />
        ))}
      </Box>
      {!over && (
        <Box className="chain-acts">
          <Button kind={own === null ? 'filled' : 'tint'} size={40} onTap={() => onJoin(message)}>
            {own === null ? w.join : w.edit}
          </Button>
          {own !== null && (
            <Button kind="tint" size={40} busy={task.pending} onTap={withdraw}>
              {w.leave}
            </Button>
          )}
        </Box>
      )}
      <Box className="chain-foot">
        <Text>{w.count(count)}</Text>
        <Text>{over ? w.closed : end === null ? '' : w.closesAt(plannedTime(end, now, language))}</Text>
      </Box>
    </Box>
  )
}

interface LineProps {
  place: number
  name: string
  text: string
  mine?: boolean
}

/** One line of a chain. */
export function Line({ place, name, text, mine }: LineProps) {
  const w = useWords(words)
  return (
    <Box
      className={`chain-line ${mine ? 'chain-mine' : ''}`}
      role="listitem"
      label={w.entry(place, name, text)}
    >
      <Text className="chain-place">{`${place}.`}</Text>
      <Text className="chain-words">
        {name !== text && <Text className="chain-name">{`${name} `}</Text>}
        {text}
      </Text>
    </Box>
  )
}
