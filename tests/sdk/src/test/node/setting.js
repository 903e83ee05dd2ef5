// What a scenario works with: clients of the SDK in the way that the arguments ask for, and the application's controls.
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
  },
  allowPositionals: true,
});

export const names = positionals;
export const { transport, encoding, url, second, impatient } = values;
export const otherEncoding = encoding === "json" ? "protobuf" : "json";

/** Its frames are as long as what they carry. */
export class UncompressedWebSocket extends WebSocket {
  constructor(address, subprotocols = []) {
    super(address, subprotocols, { perMessageDeflate: false });
  }
}

/** Clients and gates of one scenario, which end with it, and names that no other scenario has. */
export class Setting {
  #name;
  #ends = [];
  #numbers = 0;

  constructor(name) {
    this.#name = name;
  }

  /** A name of a channel or a user. */
  unique(prefix = "") {
    return `${prefix}${this.#name}-${++this.#numbers}`;
  }

  /** A client that has not begun to connect. */
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
      ...options,
    });
    this.#ends.push(() => client.disconnect());
    return client;
  }

  /** A client that is connected as this user. */
  async connected(user = this.unique("user-"), options = {}) {
    const client = this.client({ token: token({ user }), ...options });
    client.connect();
    await within(client.ready(), "connected");
    return client;
  }

  /** A way to the server that can be cut. */
  async gate(at = url) {
    const gate = await Gate.open(at);
    this.#ends.push(() => gate.close());
    return gate;
  }

  end() {
    this.#ends.forEach(end => end());
  }
}

/** A token that says what becomes of it. */
export function token(claims) {
  return JSON.stringify(claims);
}

/** Data as the SDK wants it. */
export function data(value, speaks = encoding) {
  return speaks === "protobuf" ? new TextEncoder().encode(JSON.stringify(value)) : value;
}

/** And as it gives it. */
export function value(data, speaks = encoding) {
  return speaks === "protobuf" && data !== undefined ? JSON.parse(new TextDecoder().decode(data)) : data;
}

/** Subscribes, and waits for that. */
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

/** The application publishes, on one of its nodes, with this colour as a tag, as JSON that is indented. */
export function publish(channel, value, { at = url, color = "none", indent = 0 } = {}) {
  return control("publish", { channel, color }, JSON.stringify(value, null, indent), at);
}

/** The application publishes several, in their order. */
export async function publishAll(channel, values) {
  for (const value of values) {
    await publish(channel, value);
  }
}

/** The application publishes many big ones. */
export function flood(channel, { first, count, bytes }) {
  return control("flood", { channel, first, count, bytes }, "");
}

/** The application sends to one client. */
export function message(client, value) {
  return control("message", { client }, JSON.stringify(value));
}

/** The application ends all connections of the user. */
export function disconnect(user, code, at = url) {
  return control("disconnect", { user, code }, "", at);
}

/** The application ends the user's subscription. */
export function unsubscribe(user, channel) {
  return control("unsubscribe", { user, channel }, "");
}
