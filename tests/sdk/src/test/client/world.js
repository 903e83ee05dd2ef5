/** The globals of a page, with virtual time, and servers that the test plays. */
export class World {
  now = 0;
  random = 0.5;
  sockets = [];
  #timers = new Map();
  #lastTimer = 0;

  constructor() {
    const world = this;
    const page = new EventTarget();
    globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
    globalThis.location = { href: "https://shop.example/app/page.html?x=1#top" };
    globalThis.addEventListener = page.addEventListener.bind(page);
    globalThis.removeEventListener = page.removeEventListener.bind(page);
    globalThis.performance.now = () => this.now;
    globalThis.Math.random = () => this.random;
    globalThis.setTimeout = (task, delay) => {
      this.#timers.set(++this.#lastTimer, { task, at: this.now + delay });
      return this.#lastTimer;
    };
    globalThis.clearTimeout = (timer) => this.#timers.delete(timer);
    globalThis.WebSocket = class extends FakeWebSocket {
      constructor(url, protocols) {
        super(url, protocols);
        world.sockets.push(this);
      }
    };
    this.page = page;
  }

  get socket() {
    return this.sockets.at(-1);
  }

  get pendingTimers() {
    return this.#timers.size;
  }

  /** Runs what has been awaited. */
  async settle() {
    for (let i = 0; i < 10; i++) await null;
  }

  /** Lets time pass, with all timers that are due. */
  async pass(millis) {
    const end = this.now + millis;
    for (;;) {
      await this.settle();
      const [id, timer] = [...this.#timers].sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0] ?? [];
      if (!timer || timer.at > end) break;
      this.#timers.delete(id);
      this.now = timer.at;
      timer.task();
    }
    this.now = end;
  }

  /** Opens a socket, accepts its connection, and records what it tells. */
  async connected(socket) {
    const log = record(socket);
    socket.open();
    await this.settle();
    this.socket.accept();
    return log;
  }
}

class FakeWebSocket {
  binaryType = "blob";
  bufferedAmount = 0;
  sent = [];
  closed = null;

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
  }

  get query() {
    return Object.fromEntries(new URL(this.url).searchParams);
  }

  send(data) {
    this.sent.push(data);
  }

  /** As in browsers, the event follows later, if at all. */
  close(code = 1000, reason = "") {
    if (code !== 1000 && (code < 3000 || code > 4999)) throw new Error(`InvalidAccessError: ${code}`);
    this.closed = { code, reason };
  }

  accept() {
    this.onopen();
  }

  receive(data) {
    this.onmessage({ data: typeof data === "string" || data instanceof ArrayBuffer ? data : JSON.stringify(data) });
  }

  end(code = 1006, reason = "") {
    this.onclose({ code, reason });
  }
}

/** The states, messages and other events of a socket, in order. */
export function record(socket) {
  const log = { states: [], messages: [], events: [] };
  socket.addEventListener("state", ({ detail }) => log.states.push(detail));
  socket.addEventListener("message", ({ data }) => log.messages.push(data));
  for (const type of ["gap", "live", "lost"]) {
    socket.addEventListener(type, ({ detail }) => log.events.push({ type, ...detail }));
  }
  return log;
}
