import { Button, Form, Input, Text, View } from '@tarojs/components'
import type { NameFormProps } from './NameForm.types'

/** A name in a mini program: WeChat offers its own, and a form alone sees whether that passed its check. */
export const NameForm = ({ title, value, error, submit, busy, onSubmit }: NameFormProps) => (
  <Form className="form" onSubmit={event => onSubmit(String(event.detail.value?.name ?? ''))}>
    <View className="field">
      <Text className="field-title">{title}</Text>
      <View className={`field-box ${error ? 'field-bad' : ''}`}>
        <Input
          className="input field-input"
          name="name"
          type={process.env.TARO_ENV === 'weapp' ? 'nickname' : 'text'}
          value={value}
          maxlength={40}
          ariaLabel={title}
        />
      </View>
      {error && <View className="field-error">{error}</View>}
    </View>
    <Button className="btn btn-filled btn-block native" formType="submit" disabled={busy}>
      {submit}
    </Button>
  </Form>
)
