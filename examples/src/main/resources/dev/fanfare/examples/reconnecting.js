/**
 * A WebSocket that reconnects automatically.
 *
 *   const socket = new ReconnectingSocket(socketUrl("/echo"));
 *   socket.addEventListener("state", ({ detail }) => show(detail.text));
 *   socket.addEventListener("message", ({ data }) => ...);   // a string or an ArrayBuffer
 *   socket.open();
 *   if (!socket.send("hello")) showError();                   // not connected; the message is not queued
 *
 * After a connection loss, it waits for a random time below a ceiling that doubles from 0.5 s to 20 s ("full jitter"),
 * so that many clients do not reconnect at the same time. The ceiling is reset only by a stable connection. After
 * close(), it does not reconnect until open() is called.
 *
 * Events:
 *   state    detail: { state, text, seconds }; state is "connecting", "connected", "waiting" (repeated each second,
 *            seconds counts down) or "offline" (closed, or not opened yet); text describes the state to the user
 *   message  data: a string or an ArrayBuffer
 *   lost     detail: { code, reason, opened }; a connection was lost or, if opened is false, could not be opened
 */
export class ReconnectingSocket extends EventTarget {
  #url;
  #options;
  #socket = null; // the current connection or attempt; events of earlier ones are ignored
  #state = "offline";
  #failures = 0; // since the last stable connection
  #timer = 0; // handshake timeout, stability, or countdown
  #retry = () => this.retry();

  constructor(url, { shortest = 500, longest = 20_000, stableAfter = 5_000, handshake = 10_000 } = {}) {
    super();
    this.#url = url;
    this.#options = { shortest, longest, stableAfter, handshake };
  }

  get state() {
    return this.#state;
  }

  /** Connects, and reconnects after a loss. With another URL, it closes the current connection first. */
  open(url = this.#url) {
    if (this.#state !== "offline") {
      if (url === this.#url) return;
      this.close();
    }
    this.#url = url;
    this.#failures = 0;
    addEventListener("online", this.#retry); // the network is available again: skip the countdown
    this.#connect();
  }

  /** Closes the connection and does not reconnect until open(). */
  close() {
    removeEventListener("online", this.#retry);
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#socket = null;
    this.#tell("offline", "offline");
  }

  /** Skips the countdown. */
  retry() {
    if (this.#state === "waiting") this.#connect();
  }

  /** Sends a string or bytes. Returns false if not connected; the message is not queued. */
  send(data) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(data);
    return true;
  }

  #connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#url);
    const current = (handle) => (event) => socket === this.#socket && handle(event);
    let opened = false;

    socket.binaryType = "arraybuffer";
    socket.onopen = current(() => {
      opened = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.#failures = 0), this.#options.stableAfter);
      this.#tell("connected", "connected");
    });
    socket.onmessage = current(({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
    socket.onclose = current(({ code, reason }) => {
      clearTimeout(this.#timer);
      this.#socket = null;
      this.dispatchEvent(new CustomEvent("lost", { detail: { code, reason, opened } }));
      if (this.#state !== "offline") this.#wait(); // a listener may have called close()
    });

    this.#socket = socket;
    this.#timer = setTimeout(() => socket.close(), this.#options.handshake);
    this.#tell("connecting", "connecting");
  }

  #wait() {
    const { shortest, longest } = this.#options;
    const ceiling = Math.min(longest, shortest * 2 ** this.#failures++);
    const due = performance.now() + Math.random() * ceiling;
    const countDown = () => {
      const left = due - performance.now();
      if (left <= 0) return this.#connect();
      const seconds = Math.ceil(left / 1000);
      this.#timer = setTimeout(countDown, left - (seconds - 1) * 1000);
      this.#tell("waiting", `reconnecting in ${seconds} s`, seconds);
    };
    countDown();
  }

  #tell(state, text, seconds = 0) {
    this.#state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, text, seconds } }));
  }
}

/** The WebSocket URL of a path on the host of this page. */
export function socketUrl(path) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
