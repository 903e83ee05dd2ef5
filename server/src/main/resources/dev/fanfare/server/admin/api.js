/** Calls the API of the admin page. The key belongs to the cookie of the login: neither is worth anything without the other. */

const KEY = 'fanfare-admin-key'

/** A failure with the message of the server. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

function headers(more = {}) {
  const key = localStorage.getItem(KEY)
  return key ? {...more, 'X-Fanfare-Admin-Key': key} : more
}

function address(path, parameters) {
  const query = new URLSearchParams(parameters).toString()
  return '/admin/api/' + path + (query ? '?' + query : '')
}

async function result(response) {
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  if (response.status === 401) dispatchEvent(new Event('fanfare-login'))
  throw new ApiError(response.status, body.error ?? response.statusText)
}

/** Reads. */
export async function get(path, parameters = {}) {
  return result(await fetch(address(path, parameters), {headers: headers()}))
}

/** Changes something. */
export async function post(path, body = {}) {
  return result(await fetch(address(path, {}), {
    method: 'POST', headers: headers({'Content-Type': 'application/json'}), body: JSON.stringify(body)
  }))
}

/** Begins a login. */
export async function logIn(password) {
  const login = await post('login', {password})
  localStorage.setItem(KEY, login.key)
}

/** Ends the login. */
export async function logOut() {
  await post('logout')
  localStorage.removeItem(KEY)
}

/**
 * Reads server-sent events until the returned function is called, and connects again after an interruption. An EventSource cannot
 * send the key.
 *
 * @param onEvent receives the name and the data of each event
 * @param onState receives true while connected
 */
export function stream(path, parameters, onEvent, onState = () => {}) {
  const stop = new AbortController()
  run()
  return () => stop.abort()

  async function run() {
    while (!stop.signal.aborted) {
      try {
        const response = await fetch(address(path, parameters), {headers: headers(), signal: stop.signal})
        if (!response.ok) {
          await result(response)
        }
        onState(true)
        await read(response.body.pipeThrough(new TextDecoderStream()).getReader())
      } catch (failure) {
        if (stop.signal.aborted || failure.status === 401) return
      }
      onState(false)
      await new Promise(resolve => setTimeout(resolve, 1000 + Math.random() * 2000))
    }
  }

  async function read(reader) {
    let rest = ''
    for (;;) {
      const {value, done} = await reader.read()
      if (done) return
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop()
      blocks.forEach(dispatch)
    }
  }

  function dispatch(block) {
    let name = 'message'
    const data = []
    for (const line of block.split('\n')) {
      if (line.startsWith('event: ')) name = line.slice(7)
      else if (line.startsWith('data: ')) data.push(line.slice(6))
    }
    if (data.length > 0) onEvent(name, JSON.parse(data.join('\n')))
  }
}
