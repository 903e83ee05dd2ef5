/** Explains from the rules of the server what a user may do in a channel. */
import {get} from './api.js'
import {el, field, fill, table} from './dom.js'
import {addWords, t} from './words.js'

addWords({
  explain: 'Explain', explainTitle: 'May a user do that?', subscribed: 'Is subscribed', yes: 'yes', no: 'no', operation: 'Operation', decision: 'Decision',
  rule: 'Rule', allowed: 'allowed', refused: 'refused', subscribe: 'Subscribe', cannotExist: 'The channel cannot exist: {0}', namespace: 'Namespace: {0}',
  withoutNamespace: '(without namespace)', tokenNote: 'A valid subscription token for the channel always allows to subscribe. A backend (proxy) is not asked.',
  readPresence: 'Presence', readHistory: 'History', anonymousHint: 'empty: anonymous'
}, {
  explain: '权限诊断', explainTitle: '用户能否执行该操作？', subscribed: '已订阅', yes: '是', no: '否', operation: '操作', decision: '结果',
  rule: '依据的规则', allowed: '允许', refused: '拒绝', subscribe: '订阅', cannotExist: '该频道无法存在：{0}', namespace: '命名空间：{0}',
  withoutNamespace: '（无命名空间）', tokenNote: '持有该频道的有效订阅令牌时始终可以订阅。此处不会询问后端（代理）。',
  readPresence: '查看在线成员', readHistory: '查看历史消息', anonymousHint: '留空表示匿名'
})

/** Shows the view. */
export function explain(main, page, parameters) {
  const user = el('input', {value: parameters.get('user') ?? '', placeholder: t('anonymousHint'), maxlength: 255})
  const channel = el('input', {value: parameters.get('channel') ?? '', required: true, maxlength: 255})
  const subscribed = el('select', {}, el('option', {value: 'false'}, t('no')), el('option', {value: 'true'}, t('yes')))
  const result = el('div', {role: 'status'})
  fill(main, el('h1', {}, t('explainTitle')), el('form', {class: 'bar', onsubmit: event => {
    event.preventDefault()
    run()
  }}, field(t('user'), user), field(t('channel'), channel), field(t('subscribed'), subscribed), el('button', {type: 'submit'}, t('explain'))), result)
  if (channel.value) run()
  return () => {}

  async function run() {
    try {
      const answer = await get('explain', {user: user.value, channel: channel.value, subscribed: subscribed.value})
      if (answer.problem) {
        fill(result, el('p', {class: 'warning'}, t('cannotExist', answer.problem)))
        return
      }
      fill(result, table(t('namespace', answer.namespace || t('withoutNamespace')), [{name: t('operation')}, {name: t('decision')}, {name: t('rule')}],
        [['subscribe', answer.subscribe], ['publish', answer.publish], ['readPresence', answer.presence], ['readHistory', answer.history]]
          .map(([name, ruling]) => [t(name), ruling.allowed ? t('allowed') : t('refused'), ruling.rule]), t('none')), el('p', {}, t('tokenNote')))
    } catch (failure) {
      fill(result, el('p', {class: 'warning'}, failure.message))
    }
  }
}
