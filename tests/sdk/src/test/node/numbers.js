// Clients behind a load balancer read the numbers of a channel. Each client must receive each number once, in order.
import { strict as assert } from "node:assert";
import { names, second, Setting, url } from "./setting.js";
import { event, until, within } from "./waiting.js";

const PATIENCE = 120_000;
const [count, channel] = [Number(names[0]), names[1]];
const setting = new Setting("numbers");
const gate = await setting.gate();

/** Checks the readiness of the first server and switches to the second one when it fails, as a load balancer does. */
async function watch() {
  await until(async () => !(await fetch(`${url}/ready`).then(answer => answer.ok, () => false)), "not ready", PATIENCE);
  gate.leadTo(second);
}

function reader() {
  const client = setting.client({ at: gate.url, minReconnectDelay: 100, maxReconnectDelay: 2000 });
  const subscription = client.newSubscription(channel);
  const numbers = [];
  const ends = [];
  let finish;
  const finished = new Promise(resolve => (finish = resolve));
  subscription.on("publication", ({ data }) => {
    numbers.push(data.number);
    if (data.last) {
      finish();
    }
  });
  client.on("connecting", context => ends.push(context.code));
  subscription.subscribe();
  const subscribed = subscription.ready(PATIENCE);
  client.connect();
  return { client, subscription, numbers, ends, subscribed, finished };
}

async function back({ subscription, subscribed }) {
  await subscribed;
  const context = await event(subscription, "subscribed", () => true, PATIENCE);
  assert.deepEqual([context.wasRecovering, context.recovered], [true, true]);
}

const readers = Array.from({ length: count }, reader);
const returned = readers.map(back);
await within(Promise.all(readers.map(each => each.subscribed)), "all subscribed", PATIENCE);
console.log("all are subscribed");
await Promise.all([watch(), ...returned]);
console.log("all are recovered");
await within(Promise.all(readers.map(each => each.finished)), "the last number", PATIENCE);
for (const { numbers, ends } of readers) {
  assert.deepEqual(numbers, Array.from({ length: numbers.length }, (_, i) => i + 1));
  // The initial connect, and one reconnect because of the drain.
  assert.deepEqual(ends, [0, 3001]);
}
console.log(`all received the numbers to ${readers[0].numbers.at(-1)}`);
process.exit();
