import './kernel/boot'
import './ui/address'
import './styles/tokens.css'
import './ui/base'
import type { PropsWithChildren } from 'react'
import { startKernel } from './kernel/start'

startKernel()

/** The root of the app; pages bring everything else. */
export default function App({ children }: PropsWithChildren) {
  return children
}
