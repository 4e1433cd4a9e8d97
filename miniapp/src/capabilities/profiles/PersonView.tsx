import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useEffect, useState, type ReactNode } from 'react'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Scroll, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { NavBar } from '../../ui/NavBar/NavBar'
import { StatusLine } from '../../ui/StatusLine/StatusLine'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { Face } from './Face'
import { words } from './words'
import './PersonView.scss'

/** Nobody says that a person does not exist; so long after asking, they do not. */
const patience = 4000

interface Props {
  /** Null while unknown. */
  person: Person | null
  /** What they tell of themselves; absent while unknown. */
  bio?: string
  /** The server says that there is nobody. */
  isGone?: boolean
  isMe: boolean
  busy: boolean
  onBack: () => void
  onMessage: () => void
  /** Shows with a face whether its person is there. */
  present?: (face: ReactNode) => ReactNode
  /** The same in a line. */
  seen?: string
  /** What else can be done, below the card. */
  children?: ReactNode
}

/** Another person's page: who they are, and the way to talk to them. */
export function PersonView({
  person,
  bio,
  isGone,
  isMe,
  busy,
  onBack,
  onMessage,
  present = face => face,
  seen,
  children,
}: Props) {
  const w = useWords(words)
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patience)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <NavBar title={w.person} backLabel={w.back} onBack={onBack} edge />
      <Scroll className="person">
        {!person &&
          (long || isGone ? (
            <EmptyState title={w.notFound} text={w.notFoundText} />
          ) : (
            <RowSkeleton rows={1} label={w.loading} />
          ))}
        {person && (
          <Box className="person-card">
            {present(<Face person={person} size={72} />)}
            <Box className="person-name" heading={2}>
              {person.displayName}
            </Box>
            <StatusLine status={person.status} className="person-status" />
            {seen && <Text className="person-seen">{seen}</Text>}
            {bio && <Box className="person-bio">{bio}</Box>}
            {isMe ? (
              <Text className="person-note">{w.isMe}</Text>
            ) : (
              <Button className="person-go" busy={busy} onTap={onMessage}>
                {w.message}
              </Button>
            )}
          </Box>
        )}
        {person && children}
      </Scroll>
    </>
  )
}
