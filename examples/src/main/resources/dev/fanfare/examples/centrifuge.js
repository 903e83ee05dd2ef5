/**
 * A minimal client of the Centrifuge protocol in JSON over WebSocket, for one channel. Applications use the SDKs.
 *
 *   const client = new CentrifugeChannel(socketUrl("/connection/websocket"), "news");
 *   client.addEventListener("publication", ({ detail }) => show(detail.data, detail.offset));
 *   client.open();
 *   await client.ask("publish", { channel: "news", data: { text: "hello" } });
 *
 * After a connection loss, it subscribes with its position, and the server sends the missed publications.
 *
 * Events:
 *   state        as in FanfareSocket
 *   subscribed   detail: the reply, and client, the ID of this connection
 *   publication  detail: the publication, and missed, which is true for recovered publications
 *   join, leave  detail: the client
 *   ended        detail: { code, reason }; the server ended the subscription
 */
import { FanfareSocket } from "/fanfare.js";

export class CentrifugeChannel extends EventTarget {
  #socket;
  #channel;
  #position = null;
  #asked = new Map(); // the pending promises by command ID
  #lastId = 0;

  constructor(url, channel) {
    super();
    this.#channel = channel;
    this.#socket = new FanfareSocket(url, { json: false });
    this.#socket.addEventListener("state", ({ detail }) => {
      this.#tell("state", detail);
      if (detail.name === "open") this.#enter();
    });
    this.#socket.addEventListener("message", ({ data }) => {
      for (const line of data.trim().split("\n")) this.#take(JSON.parse(line));
    });
    this.#socket.addEventListener("lost", () => {
      for (const { reject } of this.#asked.values()) reject(new Error("connection lost"));
      this.#asked.clear();
    });
  }

  get channel() {
    return this.#channel;
  }

  open() {
    this.#socket.open();
  }

  close() {
    this.#socket.close();
  }

  /** Sends a command. Resolves with the reply, or rejects with its error. */
  ask(command, request) {
    return new Promise((resolve, reject) => {
      const { id, text } = this.#command(command, request);
      this.#asked.set(id, { command, resolve, reject });
      if (!this.#socket.send(text)) {
        this.#asked.delete(id);
        reject(new Error("not connected"));
      }
    });
  }

  #command(command, request) {
    const id = ++this.#lastId;
    return { id, text: JSON.stringify({ id, [command]: request }) };
  }

  async #enter() {
    const recover = this.#position && { recover: true, ...this.#position };
    try {
      const connected = this.ask("connect", { name: "fanfare-demo" });
      const subscribed = this.ask("subscribe", { channel: this.#channel, join_leave: true, ...recover });
      const { client } = await connected;
      const reply = await subscribed;
      this.#position = { epoch: reply.epoch ?? "", offset: reply.offset ?? 0 };
      this.#tell("subscribed", { client, ...reply });
      for (const publication of reply.publications ?? []) this.#publication(publication, true);
    } catch (error) {
      this.#tell("ended", { code: error.code ?? 0, reason: error.message });
    }
  }

  #take(reply) {
    if (!reply.id && !reply.push) return this.#socket.send("{}"); // a ping; the reply is a pong
    if (reply.push) return this.#pushed(reply.push);
    const asked = this.#asked.get(reply.id);
    this.#asked.delete(reply.id);
    if (reply.error) asked?.reject(Object.assign(new Error(reply.error.message), { code: reply.error.code }));
    else asked?.resolve(reply[asked.command]);
  }

  #pushed({ pub, join, leave, unsubscribe }) {
    if (pub) this.#publication(pub, false);
    if (join) this.#tell("join", join.info);
    if (leave) this.#tell("leave", leave.info);
    if (unsubscribe) this.#tell("ended", unsubscribe);
  }

  #publication(publication, missed) {
    if (publication.offset && this.#position) this.#position.offset = publication.offset;
    this.#tell("publication", { ...publication, missed });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
