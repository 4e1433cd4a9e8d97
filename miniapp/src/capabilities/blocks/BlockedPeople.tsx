import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { useLanguage, useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Button } from '../../ui/Button/Button'
import { Scroll, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { ListRow } from '../../ui/ListRow/ListRow'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { daySince } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { unblock, useBlockedPeople } from './useBlocks'
import { words } from './words'

/** Everyone I blocked, and the way to take it back. */
export function BlockedPeople({ onBack }: { onBack: () => void }) {
  const w = useWords(words)
  const { language } = useLanguage()
  const faultText = useFaultText()
  const people = useBlockedPeople()
  const fail = (fault: { code: string }) => toast(faultText(fault))
  return (
    <>
      <NavBar title={w.title} backLabel={w.back} onBack={onBack} edge />
      <Scroll onEnd={() => void (people.hasMore && people.loadMore().catch(fail))}>
        {people.rows.map(({ user, blockedAt }) => (
          <ListRow
            key={user.id}
            low
            face={<Avatar {...faceOf(user.avatar)} size={40} />}
            name={<Text className="one-line">{user.displayName}</Text>}
            line={
              <Text className="one-line">
                {w.since(daySince(Date.parse(blockedAt), Date.now(), language) || w.today)}
              </Text>
            }
            end={
              <Button
                kind="soft"
                size={32}
                label={`${w.unblock}: ${user.displayName}`}
                onTap={() => void unblock(user.id).then(() => toast(w.unblocked(user.displayName)), fail)}
              >
                {w.unblock}
              </Button>
            }
          />
        ))}
        {people.rows.length === 0 &&
          (people.loading ? (
            <RowSkeleton label={w.loading} />
          ) : people.fault ? (
            <EmptyState title={w.failTitle} text={faultText(people.fault)} />
          ) : (
            <EmptyState title={w.noneTitle} text={w.noneText} />
          ))}
      </Scroll>
    </>
  )
}
