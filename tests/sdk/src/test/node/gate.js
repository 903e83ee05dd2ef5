// A TCP proxy to a server that can cut and stall connections.
import { createServer, connect } from "node:net";
import { once } from "node:events";

export class Gate {
  #server;
  #sockets = new Set();
  /** Connections to the server, each with its connection from the client. */
  #targets = new Map();
  #shut = false;
  #port;
  /** Bytes received from the server. */
  received = 0;

  constructor(server, url) {
    this.#server = server;
    this.leadTo(url);
  }

  static async open(url) {
    const server = createServer();
    const gate = new Gate(server, url);
    server.on("connection", socket => gate.#pass(socket, connect(gate.#port, "127.0.0.1")));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return gate;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Directs new connections to another server. */
  leadTo(url) {
    this.#port = Number(new URL(url).port);
  }

  /** Resets all connections and rejects new ones until reopen(). */
  shut() {
    this.#shut = true;
    this.#sockets.forEach(socket => socket.resetAndDestroy());
  }

  reopen() {
    this.#shut = false;
  }

  /** Stops reading from the server until resume(). */
  stall() {
    this.#targets.forEach((socket, target) => target.unpipe(socket).pause());
  }

  resume() {
    this.#targets.forEach((socket, target) => target.pipe(socket));
  }

  close() {
    this.shut();
    this.#server.close();
  }

  #pass(socket, target) {
    this.#keep(socket, target);
    this.#keep(target, socket);
    if (this.#shut) {
      socket.resetAndDestroy();
      return;
    }
    this.#targets.set(target, socket);
    target.on("data", bytes => (this.received += bytes.length));
    socket.pipe(target).pipe(socket);
  }

  #keep(socket, other) {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets.delete(socket);
      this.#targets.delete(socket);
      other.destroy();
    });
  }
}
