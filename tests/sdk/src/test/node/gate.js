// A way to a server that can be cut, as a network does that.
import { createServer, connect } from "node:net";
import { once } from "node:events";

export class Gate {
  #server;
  #sockets = new Set();
  /** Connections to the server, each with the one that it serves. */
  #targets = new Map();
  #shut = false;
  #port;
  /** How many bytes came from the server. */
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

  /** From now on connections go there. */
  leadTo(url) {
    this.#port = Number(new URL(url).port);
  }

  /** Ends all connections at once, and lets none through until it is opened. */
  shut() {
    this.#shut = true;
    this.#sockets.forEach(socket => socket.resetAndDestroy());
  }

  reopen() {
    this.#shut = false;
  }

  /** Lets nothing more through from the server, which notices by and by that nobody reads. */
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
