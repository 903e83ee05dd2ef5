/** Clients: search, one client, and the actions on it. */
import {get, post} from './api.js'
import {el, fill, table} from './dom.js'
import {action, pages} from './lists.js'
import {addWords, bytes, duration, number, t} from './words.js'

addWords({blockFor: 'Block for one hour', actions: 'Actions'}, {blockFor: '封禁 1 小时', actions: '操作'})

/** The table of clients. */
export function clientTable(title, clients) {
  return table(title, [{name: t('client')}, {name: t('user')}, {name: t('address')}, {name: t('transport')}, {name: t('protocol')},
    {name: t('subscriptions'), number: true}, {name: t('queue'), number: true}, {name: t('age'), number: true}, {name: t('node')}],
  clients.map(each => [
    each.client ? el('a', {href: '#/clients?' + new URLSearchParams({client: each.client})}, each.client) : t('unidentified'),
    each.user ?? '', each.address ?? '', each.transport ?? '', each.protocol ?? '', number(each.subscriptions ?? 0),
    bytes(each.queue_bytes ?? 0), duration(each.age_seconds ?? 0), each.node ?? '']), t('none'))
}

/** Shows the view. */
export function clients(main, page, parameters) {
  const id = parameters.get('client')
  if (id) one(main, page, id)
  else pages(main, page, t('clients'), parameters.get('search') ?? '', async (search, after) => {
    const list = await get('clients', {search, after, limit: 50})
    return {...list, rows: list.clients ?? []}
  }, rows => clientTable(t('clients'), rows))
  return () => {}
}

async function one(main, page, id) {
  fill(main, el('h1', {}, id), el('p', {}, t('loading')))
  try {
    const client = await get('client', {client: id})
    const user = client.user ?? ''
    fill(main, el('p', {}, el('a', {href: '#/clients'}, t('back'))), el('h1', {}, id), clientTable(t('client'), [client]),
      el('p', {class: 'actions'},
        action(page, t('disconnect'), id, () => post('disconnect', {client: id})),
        user ? action(page, t('disconnect'), t('user') + ' ' + user, () => post('disconnect', {user})) : null,
        user ? action(page, t('blockFor'), t('user') + ' ' + user, () => post('block', {user, seconds: 3600})) : null),
      table(t('subscriptions'), [{name: t('channel')}, {name: t('actions')}], (client.channels ?? []).map(channel => [
        el('a', {href: '#/channels?' + new URLSearchParams({channel})}, channel),
        action(page, t('unsubscribe'), channel, async () => {
          await post('unsubscribe', {user, client: id, channel})
          one(main, page, id)
        })]), t('none')))
  } catch (failure) {
    fill(main, el('p', {}, el('a', {href: '#/clients'}, t('back'))), el('h1', {}, id), el('p', {class: 'warning'}, failure.message))
    page.failed(failure)
  }
}
