import { Box, Tap, Text } from '../elements'
import { Badge } from '../Badge/Badge'
import { Icon, type IconName } from '../Icon/Icon'
import './TabBar.scss'

export interface TabSpec<K extends string> {
  key: K
  name: string
  icon: IconName
  iconOn: IconName
  count?: number
  /** Read instead of the name where there is a count. */
  label?: string
}

interface Props<K extends string> {
  label: string
  tabs: TabSpec<K>[]
  current: K
  onChoose: (key: K) => void
}

/** The product's few places, at the foot of the page. */
export const TabBar = <K extends string>({ label, tabs, current, onChoose }: Props<K>) => (
  <Box className="tabs" role="tablist" label={label}>
    {tabs.map(tab => (
      <Tap
        key={tab.key}
        className={`tab ${tab.key === current ? 'tab-on' : ''}`}
        role="tab"
        selected={tab.key === current}
        label={tab.label ?? tab.name}
        onTap={() => onChoose(tab.key)}
      >
        <Icon name={tab.key === current ? tab.iconOn : tab.icon} className="tab-icon" />
        <Text>{tab.name}</Text>
        <Badge count={tab.count ?? 0} className="tab-badge" />
      </Tap>
    ))}
  </Box>
)
