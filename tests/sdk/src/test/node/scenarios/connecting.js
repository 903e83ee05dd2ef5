import { strict as assert } from "node:assert";
import { data, message, subscribed, token, transport, value } from "../setting.js";
import { event, quiet, Recorder, within } from "../waiting.js";

export async function connect(setting) {
  const client = setting.client();
  const connected = event(client, "connected");
  client.connect();
  const context = await connected;
  assert.equal(context.transport, transport);
  assert.ok(context.client.length > 0);
  assert.deepEqual(value(context.data), { greeting: "добро пожаловать, 欢迎" });
  assert.equal(client.state, "connected");
}

export async function connectRefused(setting) {
  const client = setting.client({ token: token({ invalid: true }) });
  const attempts = new Recorder(client, "connecting");
  const disconnected = event(client, "disconnected");
  client.connect();
  assert.equal((await disconnected).code, 3500);
  await quiet();
  assert.equal(client.state, "disconnected");
  assert.equal(attempts.all.length, 1);
}

export async function connectExpired(setting) {
  let asked = 0;
  const client = setting.client({
    token: token({ expired: true }),
    getToken: async () => {
      asked++;
      return token({ user: "renewed" });
    },
  });
  client.connect();
  await within(client.ready(), "connected with the second token");
  assert.equal(asked, 1);
}

export async function subscribeInTheFirstFrame(setting) {
  const client = setting.client();
  const subscriptions = [];
  for (let i = 0; i < 20; i++) {
    const subscription = client.newSubscription(setting.unique());
    subscription.subscribe();
    subscriptions.push(subscription);
  }
  client.connect();
  await within(Promise.all(subscriptions.map(each => each.ready())), "all subscribed");
}

export async function subscriptionsContext(setting) {
  const channel = setting.unique();
  const subscription = (await setting.connected()).newSubscription(channel);
  const begun = event(subscription, "subscribed");
  subscription.subscribe();
  const context = await begun;
  assert.equal(context.channel, channel);
  assert.deepEqual(value(context.data), { rules: 1 });
  assert.deepEqual([context.recoverable, context.positioned], [true, true]);
  assert.deepEqual([context.wasRecovering, context.recovered], [false, false]);
  assert.equal(context.streamPosition.offset, 0);
  assert.ok(context.streamPosition.epoch.length > 0);
}

export async function subscribeRefused(setting) {
  const client = await setting.connected();
  const subscription = client.newSubscription(setting.unique("forbidden-"));
  const unsubscribed = event(subscription, "unsubscribed");
  subscription.subscribe();
  assert.equal((await unsubscribed).code, 103);
}

export async function subscribeInALoop(setting) {
  const client = await setting.connected();
  const channel = setting.unique();
  const errors = new Recorder(client, "error");
  const subscription = client.newSubscription(channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  for (let i = 0; i < 50; i++) {
    subscription.subscribe();
    if (i % 2 === 0) {
      await within(subscription.ready(), "subscribed");
    }
    subscription.unsubscribe();
  }
  subscription.subscribe();
  await within(subscription.ready(), "subscribed at last");
  await subscription.publish(data("still here"));
  assert.deepEqual(await publications.count(1), ["still here"]);
  assert.deepEqual(errors.all, []);
}

export async function rpc(setting) {
  const client = await setting.connected();
  const question = { text: "привет, 世界 😀", list: [1, 2.5, null] };
  assert.deepEqual(value((await client.rpc("echo", data(question))).data), question);
  await assert.rejects(client.rpc("buy", data({})), { code: 1000, message: "распродано" });
  await assert.rejects(client.rpc("nonsense", data({})), { code: 104 });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(each => client.rpc("echo", data(each))));
  assert.deepEqual(answers.map(answer => value(answer.data)), [1, 2, 3, 4, 5]);
  await client.send(data({ without: "reply" }));
  await subscribed(client, setting.unique());
}

export async function messageToOneClient(setting) {
  const client = setting.client();
  const connected = event(client, "connected");
  const received = event(client, "message");
  client.connect();
  await message((await connected).client, { text: "только тебе" });
  assert.deepEqual(value((await received).data), { text: "только тебе" });
}
