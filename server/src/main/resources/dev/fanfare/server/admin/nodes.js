/** Nodes: versions, differences between their configurations, and drain. */
import {get, post} from './api.js'
import {el, fill, table} from './dom.js'
import {action} from './lists.js'
import {addWords, duration, number, t} from './words.js'

addWords({
  actions: 'Actions', drain: 'Drain', differences: 'Configuration differences', section: 'Section', same: 'All nodes have the same configuration (secrets are not compared).',
  differs: 'Sections of the configuration that differ between nodes. Secrets are not compared.'
}, {
  actions: '操作', drain: '下线', differences: '配置差异', section: '配置段', same: '所有节点的配置一致（不比较密钥）。', differs: '以下配置段在节点之间不一致。不比较密钥。'
})

/** Shows the view. */
export function nodes(main, page) {
  const result = el('div', {}, el('p', {}, t('loading')))
  let closed = false
  fill(main, el('h1', {}, t('nodes')), result)
  load()
  return () => {
    closed = true
  }

  async function load() {
    try {
      const summary = await get('summary')
      if (!closed) show(summary)
    } catch (failure) {
      page.failed(failure)
    }
  }

  function show(summary) {
    const all = summary.nodes ?? []
    const sections = [...new Set(all.flatMap(each => Object.keys(each.configuration ?? {})))].sort()
      .filter(section => new Set(all.map(each => each.configuration?.[section])).size > 1)
    fill(result, (summary.missing ?? []).length > 0 ? el('p', {class: 'warning'}, t('missing', summary.missing.join(', '))) : null,
      table(t('nodes'), [{name: t('node')}, {name: t('state')}, {name: t('version')}, {name: t('uptime'), number: true}, {name: t('clients'), number: true}, {name: t('actions')}],
        all.map(each => [each.node, each.draining ? t('draining') : each.ready ? t('ready') : t('notReady'), each.version,
          duration(each.uptime_seconds ?? 0), number(each.clients ?? 0),
          each.draining ? '' : action(page, t('drain'), each.node, async () => {
            await post('drain', {node: each.node})
            await load()
          })]), t('none')),
      el('h2', {}, t('differences')), el('p', {}, sections.length > 0 ? t('differs') : t('same')),
      sections.length === 0 ? null : table(t('differences'), [{name: t('section')}, ...all.map(each => ({name: each.node}))],
        sections.map(section => [section, ...all.map(each => el('span', {class: 'mono'}, each.configuration?.[section] ?? ''))]), t('none')))
  }
}
