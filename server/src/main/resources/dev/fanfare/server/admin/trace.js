/** Follows a user, a client or a channel live. */
import {stream} from './api.js'
import {el, field, fill} from './dom.js'
import {t} from './words.js'

const MAX_LINES = 500
const KINDS = {user: 'users', client: 'clients', channel: 'channels'}

function readable(line) {
  const time = new Date(line.time).toISOString().slice(11, 23)
  const parts = [time, line.kind.toUpperCase(), line.node, line.user, line.client, line.name, line.channel,
    line.bytes ? line.bytes + ' B' : '', line.detail, line.data]
  return parts.filter(part => part).join('  ')
}

/** Shows the view and returns the function that ends it. */
export function trace(main, page, parameters) {
  let end = () => {}
  const kind = el('select', {}, Object.entries(KINDS).map(([value, label]) => el('option', {value}, t(label))))
  const name = el('input', {required: true, maxlength: 1024})
  const list = el('div', {class: 'trace', role: 'log', 'aria-label': t('trace'), tabindex: 0})
  const stop = el('button', {type: 'button', onclick: () => end()}, t('traceStop'))
  for (const one of Object.keys(KINDS)) {
    if (parameters.has(one)) {
      kind.value = one
      name.value = parameters.get(one)
    }
  }
  const form = el('form', {onsubmit: event => {
    event.preventDefault()
    start()
  }}, field(t('kind'), kind), field(t('traceName'), name), el('button', {type: 'submit'}, t('traceStart')), stop)
  fill(main, el('h1', {}, t('trace')), form, list)
  return () => end()

  function start() {
    end()
    list.replaceChildren()
    end = stream('trace', {[kind.value]: name.value, seconds: 600}, (event, data) => {
      if (event === 'trace') {
        (data.lines ?? []).forEach(line => add(readable(line), line.kind))
        if (data.left_out) add(t('traceLeftOut', data.left_out), 'note')
      } else if (event === 'end') {
        add(data.reason, 'note')
        end()
      }
    }, page.live)
  }

  function add(text, type) {
    list.append(el('p', {class: type}, text))
    while (list.childElementCount > MAX_LINES) list.firstElementChild.remove()
    list.scrollTop = list.scrollHeight
  }
}
