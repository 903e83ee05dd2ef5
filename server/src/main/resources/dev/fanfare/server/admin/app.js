/** The shell of the page: login, sections, language. */
import {get, logIn, logOut} from './api.js'
import {el, field, fill} from './dom.js'
import {channels} from './channels.js'
import {clients} from './clients.js'
import {explain} from './explain.js'
import {nodes} from './nodes.js'
import {overview} from './overview.js'
import {trace} from './trace.js'
import {language, speak, t} from './words.js'

/** The sections by name: each shows itself in an element and returns the function that ends it. */
const views = {overview, channels, clients, nodes, explain, trace}

const header = document.getElementById('header')
const main = document.getElementById('main')
const status = document.getElementById('status')
let end = () => {}
let open = false

/** What views can use. */
const page = {
  /** Shows whether the live data is connected. */
  live: connected => say(connected ? '' : t('disconnected')),
  /** Shows a failure. */
  failed: failure => failure.status !== 401 && say(t('failed', failure.message)),
  /** Shows a result. */
  done: text => say(text),
  /** Opens a section with parameters. */
  go: (name, parameters = {}) => {
    location.hash = '#/' + name + '?' + new URLSearchParams(parameters)
  }
}

function say(text) {
  if (status.textContent !== text) fill(status, text)
}

function route() {
  const [name, query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  return {name: Object.hasOwn(views, name) ? name : 'overview', parameters: new URLSearchParams(query)}
}

function frame(loggedIn) {
  const current = route().name
  const languages = el('select', {'aria-label': t('language'), onchange: event => {
    speak(event.target.value)
    show()
  }}, el('option', {value: 'en', lang: 'en'}, 'English'), el('option', {value: 'zh', lang: 'zh-CN'}, '中文'))
  languages.value = language()
  document.title = t('title')
  fill(document.getElementById('skip'), t('skip'))
  fill(header, el('span', {class: 'brand'}, 'Fanfare'),
    loggedIn ? el('nav', {'aria-label': t('sections')}, Object.keys(views).map(name =>
      el('a', {href: '#/' + name, 'aria-current': name === current ? 'page' : null}, t(name)))) : null,
    el('div', {class: 'tools'}, languages, loggedIn && !open ? el('button', {type: 'button', onclick: leave}, t('logout')) : null))
}

async function leave() {
  await logOut().catch(page.failed)
  login()
}

function login() {
  end()
  end = () => {}
  frame(false)
  say('')
  const password = el('input', {type: 'password', autocomplete: 'current-password', required: true})
  fill(main, el('form', {class: 'login', onsubmit: async event => {
    event.preventDefault()
    try {
      await logIn(password.value)
      show()
    } catch (failure) {
      say(t('loginFailed', failure.message))
      password.focus()
    }
  }}, el('h1', {}, t('login')), field(t('password'), password), el('button', {type: 'submit'}, t('login'))))
  password.focus()
}

async function show() {
  end()
  end = () => {}
  try {
    open = (await get('session')).open ?? false
  } catch (failure) {
    if (failure.status === 401) return
    page.failed(failure)
    return
  }
  say('')
  frame(true)
  const {name, parameters} = route()
  end = views[name](main, page, parameters)
}

speak(language())
addEventListener('hashchange', show)
addEventListener('fanfare-login', login)
show()
