/**
 * A WebSocket for pages: it reconnects, resumes, and reads and writes JSON. See docs/browser.md of Fanfare.
 *
 *   const socket = new FanfareSocket("/prices", { resume: "position" });
 *   socket.addEventListener("message", ({ data }) => show(data));
 *   socket.addEventListener("gap", () => location.reload());
 *   socket.addEventListener("state", ({ detail }) => showState(detail.text));
 *   socket.open();
 */

/** The close codes that a Fanfare server sends (docs/lifecycle.md), and those of RFC 6455, 7.4.1. */
export const CloseCode = Object.freeze({
  NORMAL: 1000,
  SHUTDOWN: 1001,
  PROTOCOL_ERROR: 1002,
  UNSUPPORTED_DATA: 1003,
  NO_STATUS: 1005,
  ABNORMAL: 1006,
  INVALID_DATA: 1007,
  POLICY_VIOLATION: 1008,
  MESSAGE_TOO_BIG: 1009,
  MISSING_EXTENSION: 1010,
  HANDLER_FAILED: 1011,
  SEND_FAILED: 1011,
  RESTART: 1012,
  OVERLOADED: 1013,
  CONNECTION_CLOSED: 3000,
  EXPIRED: 3005,
  SUBSCRIPTION_EXPIRED: 3006,
  SLOW: 3008,
  INSUFFICIENT_STATE: 3010,
  NO_PONG: 3012,
  TOO_MANY_REQUESTS: 3013,
  INVALID_TOKEN: 3500,
  BAD_REQUEST: 3501,
  STALE: 3502,
  FORCED: 3503,
  CONNECTION_LIMIT: 3504,
  CHANNEL_LIMIT: 3505,
  PERMISSION_DENIED: 3507,
  NOT_AVAILABLE: 3508,
});

const FINAL_BELOW_3000 = new Set([1000, 1002, 1003, 1007, 1008, 1009, 1010]);

/** Returns true if another connection would end in the same way: 3500 to 3999, 4500 to 4999, and codes about the page's own messages. */
export function isFinal(code) {
  return FINAL_BELOW_3000.has(code) || (code >= 3500 && code <= 3999) || (code >= 4500 && code <= 4999);
}

/** The WebSocket URL of a path on the host of this page. Absolute URLs keep their host. */
export function socketUrl(path) {
  const url = new URL(path, globalThis.location?.href);
  url.protocol = url.protocol.replace(/^http/, "ws");
  url.hash = "";
  return url.href;
}

const DEFAULTS = {
  json: true,
  resume: {},
  query: undefined,
  protocols: [],
  queue: 0,
  maxBufferedBytes: 1 << 20,
  minDelay: 500,
  maxDelay: 20_000,
  stableAfter: 5_000,
  connectTimeout: 10_000,
  idleTimeout: 0,
  reconnect: ({ code }) => !isFinal(code),
};

/**
 * Events:
 *   state    detail: the new state, { name, text, ... }; name is "connecting", "open", "waiting" (repeated each second, with the delay
 *            in ms and the seconds left) or "closed"; text describes the state to the user
 *   message  data: the value, and channel and position if the socket resumes
 *   gap      detail: { channel, position }; messages were missed and are no longer in the history: load the state anew
 *   live     detail: { channel, position, gap }; the missed messages are complete, and later ones follow
 *   lost     detail: { code, reason, opened }; a connection ended, or could not be opened, other than by close()
 */
export class FanfareSocket extends EventTarget {
  #url;
  #options;
  #state = { name: "closed", text: "offline" };
  #socket = null; // the current connection or attempt; events of earlier ones are ignored
  #attempt = 0;
  #opened = false;
  #failures = 0; // since the last stable connection
  #timer = 0; // connect timeout, stability, or countdown
  #idleTimer = 0;
  #receivedAt = 0;
  #queue = [];
  #positions = new Map(); // by query parameter
  #online = () => this.retry();
  #visible = () => document.visibilityState === "visible" && this.retry();

  constructor(url, options = {}) {
    super();
    for (const name of Object.keys(options)) {
      if (!(name in DEFAULTS)) throw new TypeError(`unknown option "${name}": use ${Object.keys(DEFAULTS).join(", ")}`);
    }
    this.#url = socketUrl(url);
    this.#options = { ...DEFAULTS, ...options };
    if (options.resume && !this.#options.json) throw new TypeError("resume requires json: true");
  }

  /** The current state, an immutable object. */
  get state() {
    return this.#state;
  }

  /** The URL without the position and the result of the option `query`. */
  get url() {
    return this.#url;
  }

  /** Connects, and reconnects after losses. With another URL, it closes the current connection and forgets its positions. */
  open(url = this.#url) {
    const wanted = socketUrl(url);
    if (wanted !== this.#url) {
      this.close();
      this.#url = wanted;
      this.#positions.clear();
    }
    if (this.#state.name !== "closed") return;
    this.#failures = 0;
    globalThis.addEventListener?.("online", this.#online);
    globalThis.document?.addEventListener("visibilitychange", this.#visible);
    this.#connect();
  }

  /** Closes the connection, discards queued messages, and does not reconnect until open(), which resumes. */
  close(code = CloseCode.NORMAL, reason = "") {
    if (this.#state.name === "closed") return;
    this.#abandon(code, reason);
    this.#end({ name: "closed", text: "offline" });
  }

  /** Reconnects now if it is waiting. */
  retry() {
    if (this.#state.name === "waiting") this.#connect();
  }

  /**
   * Sends a value as JSON, or a string with `json: false`; buffers, views of buffers and blobs are sent as binary messages. Returns true
   * if the browser has accepted the message, or if it is queued until the next connection. Returns false if it is dropped.
   */
  send(data) {
    const message = this.#message(data);
    if (this.#state.name === "open") {
      if (this.#socket.bufferedAmount > this.#options.maxBufferedBytes) return false;
      this.#socket.send(message);
      return true;
    }
    if (this.#state.name === "closed" || this.#queue.length >= this.#options.queue) return false;
    this.#queue.push(message);
    return true;
  }

  #message(data) {
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data) || data instanceof Blob) return data;
    const text = this.#options.json ? JSON.stringify(data) : data;
    if (typeof text !== "string") throw new TypeError(`cannot send ${typeof data}`);
    return text;
  }

  async #connect() {
    clearTimeout(this.#timer);
    const attempt = ++this.#attempt;
    this.#opened = false;
    this.#timer = setTimeout(() => this.#lose(CloseCode.ABNORMAL, "connect timeout"), this.#options.connectTimeout);
    this.#enter({ name: "connecting", text: "connecting" });
    let url;
    try {
      url = await this.#address();
    } catch (error) {
      if (attempt === this.#attempt) this.#lose(CloseCode.ABNORMAL, `query: ${error.message}`);
      return;
    }
    if (attempt !== this.#attempt) return;

    try {
      this.#socket = new WebSocket(url, this.#options.protocols);
    } catch (error) {
      this.close(); // the browser rejects the URL or the protocols: the same would happen again
      throw error;
    }
    const socket = this.#socket;
    const current = (handle) => (event) => socket === this.#socket && handle(event);
    socket.binaryType = "arraybuffer";
    socket.onopen = current(() => this.#onOpen());
    socket.onmessage = current(({ data }) => this.#receive(data));
    socket.onclose = current(({ code, reason }) => this.#lose(code, reason));
  }

  async #address() {
    const url = new URL(this.#url);
    const query = this.#options.query ? new URLSearchParams(await this.#options.query()) : [];
    for (const [name, value] of query) url.searchParams.set(name, value);
    for (const [parameter, position] of this.#positions) url.searchParams.set(parameter, position);
    return url.href;
  }

  #onOpen() {
    clearTimeout(this.#timer);
    this.#opened = true;
    this.#timer = setTimeout(() => (this.#failures = 0), this.#options.stableAfter);
    this.#receivedAt = performance.now();
    if (this.#options.idleTimeout > 0) this.#watchIdle();
    for (const message of this.#queue.splice(0)) this.#socket.send(message);
    this.#enter({ name: "open", text: "connected" });
  }

  #receive(data) {
    this.#receivedAt = performance.now();
    const value = this.#options.json && typeof data === "string" ? parse(data) : data;
    const parameter = this.#parameter(value);
    if (parameter === undefined) return this.#tell(new MessageEvent("message", { data: value }));
    const { channel, position } = value;
    this.#positions.set(parameter, position);
    if ("data" in value) {
      const event = new MessageEvent("message", { data: value.data, lastEventId: position });
      return this.#tell(Object.assign(event, { channel, position }));
    }
    if (value.gap) this.#tell(new CustomEvent("gap", { detail: { channel, position } }));
    this.#tell(new CustomEvent("live", { detail: { channel, position, gap: value.gap === true } }));
  }

  /** The query parameter of an envelope; undefined for another message. */
  #parameter(value) {
    if (typeof value?.channel !== "string" || typeof value.position !== "string") return undefined;
    const { resume } = this.#options;
    return typeof resume === "string" ? resume : Object.hasOwn(resume, value.channel) ? resume[value.channel] : undefined;
  }

  #watchIdle() {
    clearTimeout(this.#idleTimer);
    const left = this.#receivedAt + this.#options.idleTimeout - performance.now();
    if (left <= 0) return this.#lose(CloseCode.ABNORMAL, "idle timeout");
    this.#idleTimer = setTimeout(() => this.#watchIdle(), left);
  }

  /** Does not wait for the closing handshake, which takes long if the server is unreachable. */
  #abandon(code, reason) {
    this.#socket?.close(code, reason); // first, because it throws if the code must not be sent
    this.#socket = null;
    this.#attempt++;
    clearTimeout(this.#timer);
    clearTimeout(this.#idleTimer);
  }

  #lose(code, reason) {
    const close = Object.freeze({ code, reason, opened: this.#opened });
    this.#abandon(CloseCode.NORMAL, "");
    const attempt = this.#attempt;
    this.#tell(new CustomEvent("lost", { detail: close }));
    if (attempt !== this.#attempt) return; // a listener has called close()
    if (this.#options.reconnect(close)) this.#wait(close);
    else this.#end({ name: "closed", text: `closed: ${reason || code}`, close });
  }

  #end(state) {
    globalThis.removeEventListener?.("online", this.#online);
    globalThis.document?.removeEventListener("visibilitychange", this.#visible);
    this.#queue.length = 0;
    this.#enter(state);
  }

  /** Waits for a random time below a ceiling that doubles ("full jitter"), so that clients do not return at the same time. */
  #wait(close) {
    const { minDelay, maxDelay } = this.#options;
    const delay = Math.random() * Math.min(maxDelay, minDelay * 2 ** this.#failures++);
    const due = performance.now() + delay;
    const countDown = () => {
      const left = due - performance.now();
      if (left <= 0) return this.#connect();
      const seconds = Math.ceil(left / 1000);
      this.#timer = setTimeout(countDown, left - (seconds - 1) * 1000);
      this.#enter({ name: "waiting", text: `reconnecting in ${seconds} s`, delay, seconds, close });
    };
    countDown();
  }

  #enter(state) {
    this.#state = Object.freeze(state);
    this.#tell(new CustomEvent("state", { detail: this.#state }));
  }

  #tell(event) {
    this.dispatchEvent(event);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`expected JSON, got "${text.slice(0, 80)}": use { json: false } for other texts`, { cause });
  }
}
