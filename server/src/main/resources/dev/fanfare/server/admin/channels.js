/** Channels: search, one channel with its subscribers, presence and history, and a publish. */
import {get, post} from './api.js'
import {clientTable} from './clients.js'
import {el, field, fill, table} from './dom.js'
import {pages} from './lists.js'
import {addWords, number, t} from './words.js'

addWords({
  presence: 'Presence', presenceOff: 'This channel has no presence.', presenceCount: '{0} clients, {1} users', history: 'History',
  historyOff: 'This channel has no history.', position: 'Position: offset {0}, epoch {1}', offset: 'Offset', kind: 'Kind', data: 'Data',
  publisher: 'Publisher', publish: 'Publish', asText: 'Format', json: 'JSON', text: 'Text', published: 'Published {0}', info: 'Info'
}, {
  presence: '在线成员', presenceOff: '该频道未开启在线成员。', presenceCount: '{0} 个客户端，{1} 个用户', history: '历史消息',
  historyOff: '该频道未开启历史消息。', position: '当前位置：偏移量 {0}，纪元 {1}', offset: '偏移量', kind: '类型', data: '数据',
  publisher: '发布者', publish: '发布', asText: '格式', json: 'JSON', text: '文本', published: '已发布 {0}', info: '附加信息'
})

/** Shows the view. */
export function channels(main, page, parameters) {
  const name = parameters.get('channel')
  if (name) one(main, page, name)
  else pages(main, page, t('channels'), parameters.get('search') ?? '', async (search, after) => {
    const list = await get('channels', {search, after, limit: 50})
    return {...list, rows: (list.channels ?? []).map(each => ({...each, key: each.channel}))}
  }, rows => table(t('channels'), [{name: t('channel')}, {name: t('subscribers'), number: true}], rows.map(each => [
    el('a', {href: '#/channels?' + new URLSearchParams({channel: each.channel})}, each.channel), number(each.subscribers ?? 0)]), t('none')))
  return () => {}
}

async function one(main, page, name) {
  const details = el('div', {}, el('p', {}, t('loading')))
  fill(main, el('p', {}, el('a', {href: '#/channels'}, t('back'))), el('h1', {}, name), publishForm(page, name, load), details)
  await load()

  async function load() {
    try {
      const channel = await get('channel', {channel: name})
      fill(details,
        clientTable(t('subscribers') + ': ' + number(channel.subscribers ?? 0), channel.clients ?? []),
        channel.presence
          ? table(t('presence') + ': ' + t('presenceCount', number(channel.present_clients ?? 0), number(channel.present_users ?? 0)),
            [{name: t('client')}, {name: t('user')}, {name: t('info')}], (channel.members ?? []).map(each => [
              each.client, each.user ?? '', el('span', {class: 'mono'}, [each.conn_info, each.chan_info].filter(Boolean).join(' '))]), t('none'))
          : el('p', {class: 'empty'}, t('presenceOff')),
        channel.history
          ? table(t('history') + '. ' + t('position', channel.offset ?? 0, channel.epoch ?? ''),
            [{name: t('offset')}, {name: t('kind')}, {name: t('data')}, {name: t('publisher')}], (channel.publications ?? []).map(each => [
              String(each.offset ?? 0), each.kind, el('span', {class: 'mono'}, each.data ?? ''), each.publisher ?? '']), t('none'))
          : el('p', {class: 'empty'}, t('historyOff')))
    } catch (failure) {
      fill(details, el('p', {class: 'warning'}, failure.message))
      page.failed(failure)
    }
  }
}

function publishForm(page, channel, after) {
  const data = el('textarea', {rows: 3, required: true})
  const kind = el('select', {}, el('option', {value: 'json'}, t('json')), el('option', {value: 'text'}, t('text')))
  return el('form', {class: 'bar', onsubmit: async event => {
    event.preventDefault()
    try {
      const result = await post('publish', {channel, data: data.value, text: kind.value === 'text'})
      page.done(t('published', result.offset ?? ''))
      await after()
    } catch (failure) {
      page.failed(failure)
    }
  }}, el('div', {class: 'grow'}, field(t('data'), data)), field(t('asText'), kind), el('button', {type: 'submit'}, t('publish')))
}
