/** The styles under all others; imported first, so that components may differ from them. */
import './Frame/mini.scss'
import '../styles/base.scss'
