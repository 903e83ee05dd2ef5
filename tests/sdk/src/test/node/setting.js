// The tools of a scenario: clients with the transport and encoding of the arguments, and the control routes of the application.
import { parseArgs } from "node:util";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";
import { EventSource } from "eventsource";
import WebSocket from "ws";
import { Gate } from "./gate.js";
import { within } from "./waiting.js";

const { values, positionals } = parseArgs({
  options: {
    transport: { type: "string", default: "websocket" },
    encoding: { type: "string", default: "json" },
    url: { type: "string" },
    second: { type: "string" },
    impatient: { type: "string" },
    losing: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

export const names = positionals;
export const { transport, encoding, url, second, impatient, losing } = values;
export const otherEncoding = encoding === "json" ? "protobuf" : "json";

/** Without compression, so that a test can count the bytes of the messages. */
export class UncompressedWebSocket extends WebSocket {
  constructor(address, subprotocols = []) {
    super(address, subprotocols, { perMessageDeflate: false });
  }
}

/** Clients, gates and unique names of one scenario. Clients and gates close at its end. */
export class Setting {
  #name;
  #ends = [];
  #numbers = 0;

  constructor(name) {
    this.#name = name;
  }

  /** A unique name of a channel or a user. */
  unique(prefix = "") {
    return `${prefix}${this.#name}-${++this.#numbers}`;
  }

  /** A client that is not connected yet. */
  client({ at = url, emulation = at, by = transport, speaks = encoding, ...options } = {}) {
    const address = `${at}/connection/${by}`;
    const endpoint = by === "websocket" ? address.replace("http", "ws") : address;
    const Centrifuge = speaks === "protobuf" ? ProtobufCentrifuge : JsonCentrifuge;
    const client = new Centrifuge([{ transport: by, endpoint }], {
      websocket: WebSocket,
      eventsource: EventSource,
      fetch,
      readableStream: ReadableStream,
      emulationEndpoint: `${emulation}/emulation`,
      minReconnectDelay: 20,
      maxReconnectDelay: 200,
      // The SDK waits 5 s for a reply by default, which a busy machine can exceed.
      timeout: 30_000,
      ...options,
    });
    this.#ends.push(() => client.disconnect());
    return client;
  }

  /** A connected client of this user. */
  async connected(user = this.unique("user-"), options = {}) {
    const client = this.client({ token: token({ user }), ...options });
    client.connect();
    await within(client.ready(), "connected");
    return client;
  }

  /** A proxy to the server that can cut connections. */
  async gate(at = url) {
    const gate = await Gate.open(at);
    this.#ends.push(() => gate.close());
    return gate;
  }

  end() {
    this.#ends.forEach(end => end());
  }
}

/** A token that SdkAccess accepts or rejects by its claims. */
export function token(claims) {
  return JSON.stringify(claims);
}

/** Encodes data for the SDK. */
export function data(value, speaks = encoding) {
  return speaks === "protobuf" ? new TextEncoder().encode(JSON.stringify(value)) : value;
}

/** Decodes data from the SDK. */
export function value(data, speaks = encoding) {
  return speaks === "protobuf" && data !== undefined ? JSON.parse(new TextDecoder().decode(data)) : data;
}

/** Subscribes and waits for the reply. */
export async function subscribed(client, channel, options = {}) {
  const subscription = client.newSubscription(channel, options);
  subscription.subscribe();
  await within(subscription.ready(), `subscribed to ${channel}`);
  return subscription;
}

async function control(path, parameters, body, at = url) {
  const answer = await fetch(`${at}/control/${path}?${new URLSearchParams(parameters)}`, { method: "POST", body });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** Saves a snapshot of Redis. */
export function save() {
  return control("save", {}, "");
}

/** Returns Redis to the snapshot, as a failover to a lagging replica does. */
export function lose() {
  return control("lose", {}, "");
}

/** Changes the primary of Redis. */
export function failOver() {
  return control("fail-over", {}, "");
}

/** Publishes from the application on the node at this URL, with a color tag, as indented JSON. */
export function publish(channel, value, { at = url, color = "none", indent = 0 } = {}) {
  return control("publish", { channel, color }, JSON.stringify(value, null, indent), at);
}

/** Publishes several values from the application, in order. */
export async function publishAll(channel, values) {
  for (const value of values) {
    await publish(channel, value);
  }
}

/** Publishes many large values from the application. */
export function flood(channel, { first, count, bytes }) {
  return control("flood", { channel, first, count, bytes }, "");
}

/** Sends a message from the application to one client. */
export function message(client, value) {
  return control("message", { client }, JSON.stringify(value));
}

/** Disconnects all connections of a user from the application. */
export function disconnect(user, code, at = url) {
  return control("disconnect", { user, code }, "", at);
}

/** Unsubscribes a user from the application. */
export function unsubscribe(user, channel) {
  return control("unsubscribe", { user, channel }, "");
}
