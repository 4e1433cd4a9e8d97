import { useSyncExternalStore } from 'react'
import { Box, Tap, Text } from '../elements'
import { hearToast, readToast } from './toast'
import './Toast.scss'

/** Where toasts appear; every page has one. */
export function ToastHost() {
  const note = useSyncExternalStore(hearToast, readToast, readToast)
  return (
    <Box className="toasts" role="status" live="polite">
      {note && (
        <Box className="toast" key={note.id}>
          <Text>{note.text}</Text>
          {note.action && (
            <Tap className="toast-action" onTap={note.action.run}>
              {note.action.name}
            </Tap>
          )}
        </Box>
      )}
    </Box>
  )
}
