import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { block, useBlocked } from '../../capabilities/blocks/useBlocks'
import { ReportSheet, type Subject } from '../../capabilities/reports/ReportSheet'

interface Props {
  subject: Subject
  /** Whom it is about; absent where it is nobody in particular. */
  author?: Person | null
  onClose: () => void
}

/** A report, and the way to block its author with it. */
export function Reporting({ subject, author, onClose }: Props) {
  const isBlocked = useBlocked().has(author?.id ?? '')
  const alsoBlock =
    author && !isBlocked ? { name: author.displayName, block: () => block(author.id) } : undefined
  return <ReportSheet subject={subject} alsoBlock={alsoBlock} onClose={onClose} />
}
