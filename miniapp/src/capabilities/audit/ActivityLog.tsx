import { audit, type AuditRow } from '@community-chat/shared/capabilities/audit/contract'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { usePages } from '../../kernel/pages'
import { useLanguage, useWords } from '../../kernel/words'
import emptyArt from '../../ui/art/empty-activity.svg'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Button } from '../../ui/Button/Button'
import { Box, Scroll, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { separatorTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { detail, headline } from './line'
import { words } from './words'
import './ActivityLog.scss'

/** What those who keep a room did there, the latest first. */
export function ActivityLog({ roomId, onBack }: { roomId: string; onBack: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const log = usePages<AuditRow>(audit.routes.ofRoom, { roomId })
  const fail = (fault: { code: string }) => toast(faultText(fault))
  return (
    <>
      <NavBar title={w.title} backLabel={w.back} onBack={onBack} edge />
      <Scroll className="activity-log" onEnd={() => void (log.hasMore && log.loadMore().catch(fail))}>
        {log.rows.map(row => (
          <Entry key={row.id} row={row} />
        ))}
        {log.rows.length === 0 &&
          (log.loading ? (
            <RowSkeleton label={w.loading} />
          ) : log.fault ? (
            <EmptyState title={w.failTitle} text={faultText(log.fault)}>
              <Button kind="tint" onTap={() => void log.reload()}>
                {w.again}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState art={emptyArt} title={w.noneTitle} text={w.noneText} />
          ))}
      </Scroll>
    </>
  )
}

function Entry({ row }: { row: AuditRow }) {
  const w = useWords(words)
  const { language } = useLanguage()
  const more = detail(row, w, Date.now(), language)
  return (
    <Box className="activity">
      <Avatar {...faceOf(row.actor.avatar)} size={36} />
      <Box className="activity-words">
        <Text className="activity-line">{headline(row, w)}</Text>
        {more && <Text className="activity-more">{more}</Text>}
        <Text className="activity-time">{separatorTime(Date.parse(row.at), Date.now(), language)}</Text>
      </Box>
    </Box>
  )
}
