import { Button } from '@tarojs/components'
import { Box, Tap } from '../elements'
import { Layer } from '../Layer/Layer'
import type { PrivacyAskProps } from './PrivacyAsk.types'

const agreeId = 'privacy-agree'

/** What WeChat demands before the first use of something private: its own button says yes, and no is as easy. */
export const PrivacyAsk = (props: PrivacyAskProps) => (
  <Layer role="dialog" label={props.title} scrim className="sheet" onClose={props.onRefuse}>
    <Box className="ask">
      <Box className="ask-title" heading={2}>
        {props.title}
      </Box>
      <Box className="ask-text">{props.text}</Box>
      <Tap className="ask-link" onTap={props.onContract}>
        {props.contract}
      </Tap>
      <Button
        id={agreeId}
        className="btn btn-filled btn-block native"
        openType="agreePrivacyAuthorization"
        onAgreePrivacyAuthorization={() => props.onAgree(agreeId)}
      >
        {props.agree}
      </Button>
      <Tap className="btn ask-later" onTap={props.onRefuse}>
        {props.refuse}
      </Tap>
    </Box>
  </Layer>
)
