import type { RecordContent, RecordItem } from '@community-chat/shared/capabilities/forwarding/contract'
import { avatarColour, avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { useLanguage, useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Box, Text } from '../../ui/elements'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { separatorTime } from '../../ui/times'
import { lineOf, previewLine } from './lines'
import { words } from './words'
import './Forwarding.scss'

interface Props {
  record: RecordContent
  onClose: () => void
}

/** A whole record, as its people were called when it was made. */
export function RecordSheet({ record, onClose }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  return (
    <TallSheet title={w.record(record.title)} closeLabel={w.close} onClose={onClose}>
      {record.items.length === 0 && <Box className="tall-hint">{w.empty}</Box>}
      {record.items.map((item, n) => (
        <Box key={n} className="record-item">
          <Avatar
            size={36}
            letters={avatarLetters(item.name || w.someone)}
            colour={avatarColour(item.senderId)}
          />
          <Box className="record-item-main">
            <Box className="record-item-head">
              <Text className="record-item-name one-line">{item.name || w.someone}</Text>
              <Text className="record-item-time">
                {separatorTime(Date.parse(item.at), Date.now(), language)}
              </Text>
            </Box>
            <Said item={item} />
          </Box>
        </Box>
      ))}
    </TallSheet>
  )
}

function Said({ item }: { item: RecordItem }) {
  const w = useWords(words)
  const { content } = item
  if (content.type === 'text') return <Text className="record-item-text">{content.text}</Text>
  if (content.type !== 'record') return <Text className="record-item-text">{lineOf(item, w)}</Text>
  return (
    <Box className="record record-inner">
      <Text className="record-title">{w.record(content.title)}</Text>
      <Box className="record-lines">
        {content.lines.map((line, n) => (
          <Box key={n} className="record-line one-line">
            {`${line.name || w.someone}${w.colon}${previewLine(line.type, line.text, w)}`}
          </Box>
        ))}
      </Box>
      <Text className="record-foot">{w.size(content.count)}</Text>
    </Box>
  )
}
