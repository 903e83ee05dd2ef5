/** The texts of the page in English and Chinese. */

const LANGUAGE = 'fanfare-admin-language'

const en = {
  title: 'Fanfare admin', skip: 'Skip to content', sections: 'Sections', language: 'Language', logout: 'Log out',
  login: 'Log in', password: 'Password', loginFailed: 'Login failed: {0}', failed: 'Failed: {0}',
  connected: 'Live', disconnected: 'Not connected; trying again', loading: 'Loading',
  overview: 'Overview', range: 'Time range', minute: 'Last minute', fiveMinutes: 'Last 5 minutes', hour: 'Last hour',
  node: 'Node', nodes: 'Nodes', wholeCluster: 'Whole cluster', missing: 'No answer from: {0}',
  connections: 'Connections', subscriptions: 'Subscriptions', channels: 'Channels', publications: 'Publications per second',
  deliveries: 'Deliveries per second', bytes: 'Bytes per second', drops: 'Drops per second',
  disconnects: 'Disconnects per second', loopLag: 'Event loop delay (p99)', fanOut: 'Fan-out time (p99)', heap: 'Heap',
  disconnectsByReason: 'Connections closed by the server, by reason', code: 'Code', reason: 'Reason', count: 'Count',
  none: 'None', version: 'Version', uptime: 'Uptime', clients: 'Clients', users: 'Users', state: 'State',
  ready: 'ready', notReady: 'not ready', draining: 'draining', overloaded: 'overloaded',
  budgets: 'Memory budgets', kind: 'Kind', used: 'Used', limit: 'Limit', share: 'Share',
  trace: 'Live trace', traceName: 'Name or id', traceStart: 'Start', traceStop: 'Stop', traceLeftOut: '{0} events were left out'
}

const zh = {
  title: 'Fanfare 管理', skip: '跳到正文', sections: '栏目', language: '语言', logout: '退出登录',
  login: '登录', password: '密码', loginFailed: '登录失败：{0}', failed: '操作失败：{0}',
  connected: '实时更新中', disconnected: '连接已断开，正在重试', loading: '加载中',
  overview: '概览', range: '时间范围', minute: '最近 1 分钟', fiveMinutes: '最近 5 分钟', hour: '最近 1 小时',
  node: '节点', nodes: '节点', wholeCluster: '整个集群', missing: '以下节点没有响应：{0}',
  connections: '连接数', subscriptions: '订阅数', channels: '频道数', publications: '每秒发布',
  deliveries: '每秒投递', bytes: '每秒字节数', drops: '每秒丢弃', disconnects: '每秒断开',
  loopLag: '事件循环延迟（p99）', fanOut: '扇出耗时（p99）', heap: '堆内存',
  disconnectsByReason: '服务器主动关闭的连接（按原因）', code: '代码', reason: '原因', count: '次数',
  none: '无', version: '版本', uptime: '运行时间', clients: '客户端', users: '用户', state: '状态',
  ready: '就绪', notReady: '未就绪', draining: '正在下线', overloaded: '过载',
  budgets: '内存预算', kind: '类别', used: '已用', limit: '上限', share: '占比',
  trace: '实时跟踪', traceName: '名称或 ID', traceStart: '开始', traceStop: '停止', traceLeftOut: '省略了 {0} 个事件'
}

const languages = {en, zh}
let current = localStorage.getItem(LANGUAGE) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
if (!Object.hasOwn(languages, current)) current = 'en'

/** Returns the language of the page. */
export function language() {
  return current
}

/** Changes the language. */
export function speak(name) {
  current = name
  localStorage.setItem(LANGUAGE, name)
  document.documentElement.lang = name === 'zh' ? 'zh-CN' : 'en'
}

/** Adds the texts of a view. */
export function addWords(english, chinese) {
  Object.assign(en, english)
  Object.assign(zh, chinese)
}

/** Returns a text; `{0}` is the first of the values. */
export function t(key, ...values) {
  const text = languages[current][key] ?? en[key] ?? key
  return text.replace(/\{(\d)\}/g, (whole, at) => String(values[at] ?? ''))
}

function locale() {
  return current === 'zh' ? 'zh-CN' : 'en'
}

/** Formats a number. */
export function number(value) {
  const size = Math.abs(value)
  return new Intl.NumberFormat(locale(), size >= 10000
    ? {notation: 'compact', maximumFractionDigits: 1}
    : {maximumFractionDigits: size < 10 ? 1 : 0}).format(value)
}

/** Formats a number of bytes. */
export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return value.toFixed(value < 10 && unit > 0 ? 1 : 0) + ' ' + units[unit]
}

/** Formats a duration in microseconds. */
export function micros(value) {
  return value < 1000 ? value.toFixed(0) + ' µs' : value < 1e6 ? (value / 1000).toFixed(value < 1e4 ? 1 : 0) + ' ms' : (value / 1e6).toFixed(1) + ' s'
}

/** Formats a duration in seconds. */
export function duration(seconds) {
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']]
  const first = Math.max(0, parts.findIndex(([size]) => seconds >= size))
  return seconds < 1 ? '0 s' : parts.slice(first, first + 2)
    .map(([size, unit], i) => Math.floor((i === 0 ? seconds : seconds % parts[first][0]) / size) + ' ' + unit)
    .filter((text, i) => i === 0 || !text.startsWith('0 ')).join(' ')
}
