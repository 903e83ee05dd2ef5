import { strict as assert } from "node:assert";
import { data, encoding, otherEncoding, publish, subscribed, value } from "../setting.js";
import { event, Recorder } from "../waiting.js";

/** Clients of both encodings, with and without deltas, receive the same publications. */
export async function bothEncodings(setting) {
  const channel = setting.unique();
  const other = { by: "websocket", speaks: otherEncoding };
  const heard = [];
  let speaker;
  for (const speaks of [encoding, otherEncoding]) {
    for (const delta of [undefined, "fossil"]) {
      const client = await setting.connected(undefined, speaks === encoding ? {} : other);
      speaker = await subscribed(client, channel, { delta });
      heard.push(new Recorder(speaker, "publication", context => value(context.data, speaks)));
    }
  }
  const said = [];
  for (let i = 0; i < 10; i++) {
    const document = { i, text: "слово 词 ".repeat(40 + i) };
    said.push(document, document, document);
    await publish(channel, document);
    await publish(channel, document, { indent: 2 });
    await speaker.publish(data(document, otherEncoding));
  }
  for (const each of heard) {
    assert.deepEqual(await each.count(said.length), said);
  }
}

/** JSON clients receive binary data as base64. */
export async function binaryData(setting) {
  const channel = setting.unique();
  const bytes = Uint8Array.of(0, 255, 10, 128);
  const asJson = await subscribed(await setting.connected(undefined, { by: "websocket", speaks: "json" }), channel);
  const asBytes = await subscribed(
    await setting.connected(undefined, { by: "websocket", speaks: "protobuf" }),
    channel,
  );
  const publications = [asJson, asBytes].map(each => event(each, "publication"));
  await asBytes.publish(bytes);
  assert.equal((await publications[0]).data, Buffer.from(bytes).toString("base64"));
  assert.deepEqual(Uint8Array.from((await publications[1]).data), bytes);
}

/** Sends several commands in one frame. */
export async function batch(setting) {
  const client = await setting.connected();
  const channel = setting.unique();
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  client.startBatching();
  const answers = Promise.all([
    subscription.publish(data(1)),
    subscription.publish(data(2)),
    client.rpc("echo", data("между")),
    subscription.presenceStats(),
    subscription.publish(data(3)),
    subscription.history({ limit: -1 }),
  ]);
  client.stopBatching();
  const [, , rpc, stats, , history] = await answers;
  assert.equal(value(rpc.data), "между");
  assert.equal(stats.numClients, 1);
  assert.deepEqual(history.publications.map(each => value(each.data)), [1, 2, 3]);
  assert.deepEqual(await publications.count(3), [1, 2, 3]);
}

export async function filteredByTags(setting) {
  const channel = setting.unique();
  const subscription = await subscribed(await setting.connected(), channel, {
    tagsFilter: { op: "or", nodes: [{ key: "color", cmp: "eq", val: "red" }, { key: "color", cmp: "sw", val: "bl" }] },
  });
  const publications = new Recorder(subscription, "publication", context => context.tags.color);
  for (const color of ["red", "green", "blue", "none", "black", "red"]) {
    await publish(channel, color, { color });
  }
  assert.deepEqual(await publications.count(4), ["red", "blue", "black", "red"]);
}

/** Large messages pass in both directions. */
export async function bigMessages(setting) {
  const text = "Ж世😀".repeat(4_000);
  const client = await setting.connected();
  assert.equal(value((await client.rpc("echo", data(text))).data), text);
  const subscription = await subscribed(client, setting.unique());
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  await subscription.publish(data(text));
  assert.deepEqual(await publications.count(1), [text]);
}
