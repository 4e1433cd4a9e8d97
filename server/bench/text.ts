/** What people might say: Chinese and English from a seed, common words often and rare ones seldom. Pure. */

const english =
  `the to and a of is in it you that for on we are have with this be at not but what can just so like do if my all
your was or one will about out up there get when time know as from how go they think now me some good see no people want
meeting tomorrow today work please thanks really need could would make day week back right over also new here more then
something maybe great yes sure sorry help look should still going first last next team project report budget release
server client update version customer deadline review design document question answer problem issue fixed deploy coffee
lunch dinner weekend camping mountain train station ticket airport hotel holiday photo music movie football basketball
running swimming birthday party present money price market garden kitchen window morning evening night raining sunny
weather summer winter school teacher student exam homework library science history language english chinese travel
picture message phone computer keyboard screen battery charger password account profile community channel announcement
schedule calendar reminder invoice contract payment delivery package address office building elevator parking traffic
doctor hospital medicine healthy exercise vegetable chicken noodles breakfast chocolate restaurant reservation concert
festival volunteer neighbour children daughter brother sister parents friend together quickly slowly carefully probably
definitely wonderful interesting difficult expensive beautiful comfortable important different available necessary`.split(
    /\s+/,
  )
const chinese =
  `的 我 你 是 了 在 不 有 我们 他 这 就 好 都 要 去 吧 吗 也 会 说 一下 今天 明天 什么 没有 可以 时间 大家 现在 知道 觉得
一起 谢谢 晚上 上午 下午 周末 火锅 会议 项目 报告 预算 客户 服务器 版本 更新 问题 设计 文档 修复 上线 发布 咖啡 午饭 晚饭 爬山
露营 火车站 车票 机场 酒店 假期 照片 音乐 电影 足球 篮球 跑步 游泳 生日 聚会 礼物 价格 市场 花园 厨房 窗户 早上 天气 下雨 夏天
冬天 学校 老师 学生 考试 作业 图书馆 科学 历史 语言 英语 旅行 图片 消息 手机 电脑 键盘 屏幕 电池 密码 账号 社区 频道 公告 日程
提醒 发票 合同 付款 快递 地址 办公室 电梯 停车 堵车 医生 医院 健康 锻炼 蔬菜 鸡肉 面条 早餐 巧克力 餐厅 预订 演唱会 春节 志愿者
邻居 孩子 女儿 兄弟 姐妹 父母 朋友 赶快 慢慢 小心 大概 一定 精彩 有意思 困难 贵 漂亮 舒服 重要 不同 北京 上海 广州 深圳 杭州`.split(
    /\s+/,
  )
const syllables = 'ka mi to ra ven dor lex qui bar zen pol tir nas gru fel oma'.split(' ')
const characters = '云岚澈熙墨瑾禾川衡霖珂朔逸棠曜'

/** Chance that repeats itself: the same seed, the same numbers from 0 to 1. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Says one thing after another. Every twelfth word is a rare one, as names and numbers are. */
export function talker(seed: number): () => string {
  const chance = chanceFrom(seed)
  const below = (count: number) => Math.floor(chance() * count)
  // The higher the place of a word, the seldomer it is said.
  const often = (words: readonly string[]) => words[Math.floor(words.length ** chance()) - 1]!
  const rare = (cjk: boolean) =>
    cjk
      ? Array.from({ length: 2 }, () => characters[below(characters.length)]).join('')
      : chance() < 0.3
        ? String(below(100_000))
        : Array.from({ length: 3 }, () => syllables[below(syllables.length)]).join('')
  const say = (cjk: boolean) =>
    Array.from({ length: 2 + below(cjk ? 9 : 14) }, () =>
      below(12) === 0 ? rare(cjk) : often(cjk ? chinese : english),
    ).join(cjk ? '' : ' ')
  return () => (chance() < 0.1 ? `${say(true)} ${say(false)}` : say(chance() < 0.55))
}
