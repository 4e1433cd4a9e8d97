import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { useMemo } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useQuery } from '../../kernel/hooks'
import { useLanguage, useWords } from '../../kernel/words'
import { Box, Scroll, Text } from '../../ui/elements'
import { Layer } from '../../ui/Layer/Layer'
import { separatorTime } from '../../ui/times'
import { words } from './words'
import './Versions.scss'

/** What an edited message said before. */
export function Versions({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { language } = useLanguage()
  const { data, fault } = useQuery(
    messages.routes.versions,
    useMemo(() => ({ messageId }), [messageId]),
  )
  return (
    <Layer role="dialog" label={w.versions} scrim className="sheet" onClose={onClose}>
      <Box className="versions">
        <Box className="versions-title" heading={2}>
          {w.versions}
        </Box>
        <Scroll className="versions-list">
          {fault && <Box className="versions-note">{faultText(fault)}</Box>}
          {data?.versions.length === 0 && <Box className="versions-note">{w.noVersions}</Box>}
          {data?.versions.map(({ content, at }) => (
            <Box key={at} className="versions-one">
              <Text className="versions-time">{separatorTime(Date.parse(at), Date.now(), language)}</Text>
              <Text className="versions-text">{content.text}</Text>
            </Box>
          ))}
        </Scroll>
      </Box>
    </Layer>
  )
}
