/** The first view: live charts of the cluster or one node. */
import {get, stream} from './api.js'
import {Chart} from './charts.js'
import {el, field, fill, table} from './dom.js'
import {bytes, duration, micros, number, t} from './words.js'

const SECONDS = 300
const MAXIMA = ['loop_lag', 'fan_out']
const SERIES = [
  ['connections', 'connections', number], ['subscriptions', 'subscriptions', number], ['channels', 'channels', number],
  ['publications', 'publications', number], ['deliveries', 'deliveries', number], ['bytes', 'bytes', bytes],
  ['drops', 'drops', number], ['disconnects', 'disconnects', number], ['loop_lag', 'loopLag', micros],
  ['fan_out', 'fanOut', micros], ['heap', 'heap', bytes]
]

const REASONS = {
  1001: 'shutdown', 1009: 'message too big', 1011: 'internal error', 1012: 'restart', 1013: 'the server is short of memory',
  3000: 'connection closed', 3001: 'shutdown', 3004: 'internal server error', 3005: 'connection expired', 3006: 'subscription expired',
  3008: 'slow', 3010: 'insufficient state', 3012: 'no pong', 3013: 'too many requests', 3500: 'invalid token', 3501: 'bad request',
  3502: 'stale', 3503: 'force disconnect', 3504: 'connection limit', 3505: 'channel limit', 3507: 'permission denied', 3508: 'not available'
}

function live(node) {
  return {
    connections: node.clients ?? 0, subscriptions: node.subscriptions ?? 0, channels: node.channels ?? 0,
    publications: node.publications_per_second ?? 0, deliveries: node.deliveries_per_second ?? 0,
    bytes: node.bytes_per_second ?? 0, drops: node.drops_per_second ?? 0, disconnects: node.disconnects_per_second ?? 0,
    loop_lag: node.loop_lag_micros ?? 0, fan_out: node.fan_out_micros ?? 0, heap: node.heap_used ?? 0
  }
}

/** Sums the series of several nodes by time; delays count with their maximum. */
export function merged(nodes) {
  const byTime = new Map()
  for (const {time = [], series = {}} of nodes) {
    time.forEach((at, i) => {
      const sums = byTime.get(at) ?? {}
      for (const [name] of SERIES) {
        const value = series[name][i]
        sums[name] = MAXIMA.includes(name) ? Math.max(sums[name] ?? 0, value) : (sums[name] ?? 0) + value
      }
      byTime.set(at, sums)
    })
  }
  const time = [...byTime.keys()].sort((a, b) => a - b)
  const series = Object.fromEntries(SERIES.map(([name]) => [name, time.map(at => byTime.get(at)[name])]))
  return {time, series}
}

/** Shows the view and returns the function that ends it. */
export function overview(main, page) {
  const charts = new Map(SERIES.map(([name, title, format]) => [name, new Chart(t(title), format)]))
  const range = el('select', {onchange: load},
    el('option', {value: 60}, t('minute')), el('option', {value: SECONDS, selected: true}, t('fiveMinutes')), el('option', {value: 3600}, t('hour')))
  const node = el('select', {onchange: draw}, el('option', {value: ''}, t('wholeCluster')))
  const details = el('div', {class: 'details'})
  let nodes = {}
  let closed = false
  fill(main, el('h1', {}, t('overview')),
    el('form', {class: 'bar', onsubmit: event => event.preventDefault()}, field(t('range'), range), field(t('node'), node)),
    el('div', {class: 'charts'}, [...charts.values()].map(chart => chart.element)), details)
  const stop = stream('stream', {}, (name, summary) => name === 'summary' && add(summary), page.live)
  const timer = setInterval(() => range.value === '3600' && load(), 10000)
  load()
  return () => {
    closed = true
    stop()
    clearInterval(timer)
    charts.forEach(chart => chart.destroy())
  }

  async function load() {
    try {
      const history = await get('history', {range: Math.max(Number(range.value), SECONDS)})
      if (closed) return
      nodes = history.nodes ?? {}
      draw()
    } catch (failure) {
      page.failed(failure)
    }
  }

  function add(summary) {
    const time = Math.floor(summary.time / 1000)
    if (range.value !== '3600') {
      for (const each of summary.nodes ?? []) {
        const known = nodes[each.node] ??= {time: [], series: Object.fromEntries(SERIES.map(([name]) => [name, []]))}
        if (known.time.at(-1) >= time) continue
        const values = live(each)
        known.time.push(time)
        SERIES.forEach(([name]) => known.series[name].push(values[name]))
        if (known.time.length > SECONDS) {
          known.time.shift()
          SERIES.forEach(([name]) => known.series[name].shift())
        }
      }
      draw()
    }
    show(summary)
  }

  function draw() {
    const names = Object.keys(nodes).sort()
    if ([...node.options].slice(1).map(option => option.value).join() !== names.join()) {
      const chosen = node.value
      fill(node, el('option', {value: ''}, t('wholeCluster')), names.map(name => el('option', {value: name}, name)))
      node.value = names.includes(chosen) ? chosen : ''
    }
    const data = merged(node.value ? [nodes[node.value]] : Object.values(nodes))
    const from = range.value === '60' ? Math.max(0, data.time.length - 60) : 0
    charts.forEach((chart, name) => chart.show(data.time.slice(from), data.series[name].slice(from)))
  }

  function show(summary) {
    const all = summary.nodes ?? []
    const chosen = all.find(each => each.node === node.value)
    const codes = Object.entries((chosen ?? summary.cluster).disconnects ?? {})
    const focused = document.activeElement?.closest?.('.scroll')?.getAttribute('aria-label')
    fill(details,
      (summary.missing ?? []).length > 0 ? el('p', {class: 'warning'}, t('missing', summary.missing.join(', '))) : null,
      table(t('nodes'), [{name: t('node')}, {name: t('state')}, {name: t('version')}, {name: t('uptime'), number: true},
        {name: t('clients'), number: true}, {name: t('users'), number: true}, {name: t('heap'), number: true}],
      all.map(each => [each.node, state(each), each.version, duration(each.uptime_seconds ?? 0), number(each.clients ?? 0),
        number(each.users ?? 0), bytes(each.heap_used ?? 0) + ' / ' + bytes(each.heap_max ?? 0)]), t('none')),
      el('div', {class: 'pair'},
        table(t('disconnectsByReason'), [{name: t('code')}, {name: t('reason')}, {name: t('count'), number: true}],
          codes.map(([code, count]) => [code, REASONS[code] ?? '', number(count)]), t('none')),
        table(t('budgets'), [{name: t('kind')}, {name: t('used'), number: true}, {name: t('limit'), number: true}, {name: t('share'), number: true}],
          budgets(chosen ? [chosen] : all), t('none'))))
    if (focused) [...details.querySelectorAll('.scroll')].find(each => each.getAttribute('aria-label') === focused)?.focus({preventScroll: true})
  }

  function state(each) {
    return each.draining ? t('draining') : each.overloaded ? t('overloaded') : each.ready ? t('ready') : t('notReady')
  }

  function budgets(chosen) {
    const sums = {}
    for (const each of chosen) {
      for (const [kind, {used = 0, limit = 0}] of Object.entries(each.budgets ?? {})) {
        sums[kind] ??= {used: 0, limit: 0}
        sums[kind].used += used
        sums[kind].limit += limit
      }
    }
    return Object.entries(sums).map(([kind, {used, limit}]) =>
      [kind, bytes(used), limit > 1e15 ? '–' : bytes(limit), limit > 0 && limit <= 1e15 ? (100 * used / limit).toFixed(1) + ' %' : '–'])
  }
}
