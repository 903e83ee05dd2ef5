/** What the lists of channels and clients share: a search and pages. */
import {el, field, fill} from './dom.js'
import {addWords, number, t} from './words.js'

addWords({
  search: 'Search', find: 'Find', next: 'Next page', first: 'First page', matches: '{0} found', details: 'Details', back: 'Back',
  confirm: '{0}?', done: 'Done: {0}', user: 'User', client: 'Client', address: 'Address', transport: 'Transport', protocol: 'Protocol',
  queue: 'Queued', age: 'Age', channel: 'Channel', subscribers: 'Subscribers', disconnect: 'Disconnect', unsubscribe: 'Unsubscribe', block: 'Block',
  anonymous: '(anonymous)', unidentified: '(not identified)'
}, {
  search: '搜索', find: '查找', next: '下一页', first: '第一页', matches: '共 {0} 个', details: '详情', back: '返回',
  confirm: '确定要执行“{0}”吗？', done: '已完成：{0}', user: '用户', client: '客户端', address: '地址', transport: '传输方式', protocol: '协议',
  queue: '待发送', age: '在线时长', channel: '频道', subscribers: '订阅者', disconnect: '断开连接', unsubscribe: '取消订阅', block: '封禁',
  anonymous: '（匿名）', unidentified: '（未认证）'
})

/**
 * Shows a search with pages.
 *
 * @param load loads `{rows, matches, more, missing}` after a key; a row has `key`
 * @param show creates the table of the rows
 */
export function pages(main, page, title, search, load, show) {
  const input = el('input', {type: 'search', maxlength: 200, value: search})
  const result = el('div')
  const count = el('p', {role: 'status'})
  let first = true
  let generation = 0
  fill(main, el('h1', {}, title), el('form', {class: 'bar', role: 'search', onsubmit: event => {
    event.preventDefault()
    run('')
  }}, field(t('search'), input), el('button', {type: 'submit'}, t('find'))), count, result)
  run('')
  return () => run('')

  async function run(after) {
    const mine = ++generation
    first = after === ''
    try {
      const list = await load(input.value, after)
      if (mine !== generation) return
      fill(count, t('matches', number(list.matches ?? 0)))
      fill(result, (list.missing ?? []).length > 0 ? el('p', {class: 'warning'}, t('missing', list.missing.join(', '))) : null,
        show(list.rows), el('p', {class: 'actions'},
          first ? null : el('button', {type: 'button', onclick: () => run('')}, t('first')),
          list.more ? el('button', {type: 'button', onclick: () => run(list.rows.at(-1).key)}, t('next')) : null))
    } catch (failure) {
      page.failed(failure)
    }
  }
}

/** Creates a button that asks before its action. */
export function action(page, label, what, run) {
  return el('button', {type: 'button', class: 'danger', 'aria-label': label + ' ' + what, onclick: async () => {
    if (!confirm(t('confirm', label + ' ' + what))) return
    try {
      await run()
      page.done(t('done', label + ' ' + what))
    } catch (failure) {
      page.failed(failure)
    }
  }}, label)
}
