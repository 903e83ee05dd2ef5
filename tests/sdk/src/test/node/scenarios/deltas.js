import { strict as assert } from "node:assert";
import { publish, publishAll, subscribed, UncompressedWebSocket, value } from "../setting.js";
import { event, Recorder } from "../waiting.js";

const WORDS = [
  ["вечером", "сервер", "сообщение", "ёжик", "соединение", "клиенты", "объявление", "передача"],
  ["服务器", "消息", "连接", "客户端", "実時間", "订阅", "频道", "历史记录"],
];

/** Versions of a document after random edits with words of two scripts. */
function edits(count) {
  let state = 7;
  const random = limit => (state = (state * 1103515245 + 12345) % 2147483648) % limit;
  const words = Array.from({ length: 300 }, (_, i) => WORDS[i % 2][random(8)]);
  return Array.from({ length: count }, (_, i) => {
    const place = random(words.length);
    words.splice(place, i % 5 === 4 ? 1 : 0, ...(i % 7 === 6 ? [] : [WORDS[i % 2][random(8)], "😀"]));
    words[random(words.length)] = WORDS[(i + 1) % 2][random(8)];
    return { version: i, text: words.join(" ") };
  });
}

function bytes(documents) {
  return documents.reduce((sum, each) => sum + Buffer.byteLength(JSON.stringify(each)), 0);
}

export async function deltas(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const documents = edits(50);
  const client = await setting.connected(undefined, { at: gate.url, websocket: UncompressedWebSocket });
  const subscription = await subscribed(client, channel, { delta: "fossil" });
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  const before = gate.received;
  await publishAll(channel, documents);
  assert.deepEqual(await publications.count(50), documents);
  assert.ok(gate.received - before < bytes(documents) / 4, `${gate.received - before} of ${bytes(documents)} bytes`);
}

export async function deltasThroughARecovery(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const documents = edits(50);
  const client = await setting.connected(undefined, { at: gate.url, websocket: UncompressedWebSocket });
  const subscription = await subscribed(client, channel, { delta: "fossil" });
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  await publishAll(channel, documents.slice(0, 15));
  await publications.count(15);
  const away = event(client, "connecting");
  const back = event(subscription, "subscribed");
  gate.shut();
  await away;
  const before = gate.received;
  await publishAll(channel, documents.slice(15, 35));
  gate.reopen();
  assert.equal((await back).recovered, true);
  await publishAll(channel, documents.slice(35));
  assert.deepEqual(await publications.count(50), documents);
  const whole = bytes(documents.slice(15));
  assert.ok(gate.received - before < whole / 4, `${gate.received - before} of ${whole} bytes`);
}

/** Clients with and without deltas receive the same publications. */
export async function deltasWithOtherClients(setting) {
  const channel = setting.unique();
  const plain = await subscribed(await setting.connected(), channel);
  const small = ["a", "b", { c: 1 }, [], "д", null, 7, "a".repeat(100), "a".repeat(101), "世".repeat(50)];
  const first = new Recorder(plain, "publication", context => value(context.data));
  await publish(channel, small[0]);
  const late = await subscribed(await setting.connected(), channel, { delta: "fossil" });
  const second = new Recorder(late, "publication", context => value(context.data));
  await publishAll(channel, small.slice(1));
  assert.deepEqual(await first.count(small.length), small);
  assert.deepEqual(await second.count(small.length - 1), small.slice(1));
}
