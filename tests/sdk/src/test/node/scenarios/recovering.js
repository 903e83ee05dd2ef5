import { strict as assert } from "node:assert";
import { disconnect, flood, publish, publishAll, subscribed, token, unsubscribe, value } from "../setting.js";
import { event, Recorder, until, within } from "../waiting.js";

export async function recoverAfterACut(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const client = await setting.connected(undefined, { at: gate.url });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  await publishAll(channel, [1, 2, 3]);
  await publications.count(3);
  for (let round = 1; round <= 3; round++) {
    const away = event(client, "connecting");
    const back = event(subscription, "subscribed");
    gate.shut();
    await away;
    const first = publications.all.length + 1;
    await publishAll(channel, [first, first + 1, first + 2, first + 3, first + 4]);
    gate.reopen();
    const context = await back;
    assert.deepEqual([context.wasRecovering, context.recovered], [true, true]);
    await publish(channel, first + 5);
    await publications.count(first + 5);
  }
  assert.deepEqual(publications.all, Array.from({ length: 21 }, (_, i) => i + 1));
}

export async function recoverAfterADisconnect(setting) {
  const channel = setting.unique();
  const user = setting.unique("user-");
  const client = await setting.connected(user, { minReconnectDelay: 300, maxReconnectDelay: 600 });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  const away = event(client, "connecting");
  const back = event(subscription, "subscribed");
  await publish(channel, 1);
  await disconnect(user, 3000);
  assert.equal((await away).code, 3000);
  await publishAll(channel, [2, 3]);
  assert.equal((await back).recovered, true);
  assert.deepEqual(await publications.count(3), [1, 2, 3]);
}

export async function recoverUnderLoad(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const client = await setting.connected(undefined, { at: gate.url });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  for (let i = 1; i <= 150; i++) {
    if (i % 30 === 0) {
      gate.shut();
      gate.reopen();
    }
    await publish(channel, i);
  }
  await publications.count(150);
  assert.deepEqual(publications.all, Array.from({ length: 150 }, (_, i) => i + 1));
}

/** Recovers more bytes than the outbox can hold, while new publications arrive. */
export async function recoverMuch(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const client = await setting.connected(undefined, { at: gate.url });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data).number);
  const away = event(client, "connecting");
  gate.shut();
  await away;
  await flood(channel, { first: 1, count: 150, bytes: 10_000 });
  gate.reopen();
  await flood(channel, { first: 151, count: 50, bytes: 100 });
  await publications.count(200);
  assert.deepEqual(publications.all, Array.from({ length: 200 }, (_, i) => i + 1));
}

export async function recoverTooLate(setting) {
  const gate = await setting.gate();
  const channel = setting.unique("short-");
  const client = await setting.connected(undefined, { at: gate.url });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  await publish(channel, 1);
  await publications.count(1);
  const away = event(client, "connecting");
  const back = event(subscription, "subscribed");
  gate.shut();
  await away;
  await publishAll(channel, [2, 3, 4, 5, 6]);
  gate.reopen();
  const context = await back;
  assert.deepEqual([context.wasRecovering, context.recovered], [true, false]);
  await publish(channel, 7);
  assert.deepEqual(await publications.count(2), [1, 7]);
}

/** Cache recovery: only the latest publication. */
export async function recoverTheLatest(setting) {
  const gate = await setting.gate();
  const channel = setting.unique("latest-");
  const client = await setting.connected(undefined, { at: gate.url });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  await publish(channel, 1);
  await publications.count(1);
  const away = event(client, "connecting");
  const back = event(subscription, "subscribed");
  gate.shut();
  await away;
  await publishAll(channel, [2, 3, 4]);
  gate.reopen();
  assert.equal((await back).recovered, true);
  await publish(channel, 5);
  assert.deepEqual(await publications.count(3), [1, 4, 5]);
}

export async function recoverFromAKnownPosition(setting) {
  const channel = setting.unique();
  const reading = await subscribed(await setting.connected(), channel);
  await publishAll(channel, [1, 2, 3, 4]);
  const { epoch } = await reading.history({ limit: 0 });
  const subscription = (await setting.connected()).newSubscription(channel, { since: { offset: 2, epoch } });
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  subscription.subscribe();
  assert.deepEqual(await publications.count(2), [3, 4]);
  const stale = (await setting.connected()).newSubscription(channel, { since: { offset: 2, epoch: "another" } });
  const context = event(stale, "subscribed");
  stale.subscribe();
  assert.equal((await context).recovered, false);
}

export async function serverSideSubscriptions(setting) {
  const gate = await setting.gate();
  const channels = [setting.unique(), setting.unique()];
  const user = setting.unique("user-");
  const client = setting.client({ at: gate.url, token: token({ user, channels }) });
  const begun = new Recorder(client, "subscribed");
  const publications = new Recorder(client, "publication", context => [context.channel, value(context.data)]);
  const joins = new Recorder(client, "join", context => context.info.user);
  client.connect();
  await within(client.ready(), "connected");
  await begun.count(2);
  assert.deepEqual(begun.all.map(context => context.channel).sort(), channels);
  await publish(channels[0], "a");
  await publish(channels[1], "b");
  await publications.count(2);
  const away = event(client, "connecting");
  gate.shut();
  await away;
  await publishAll(channels[0], ["c", "d"]);
  gate.reopen();
  await begun.count(4);
  assert.ok(begun.all.slice(2).every(context => context.wasRecovering && context.recovered));
  await publish(channels[0], "e");
  await publications.count(5);
  const first = publications.all.filter(([channel]) => channel === channels[0]).map(([, letter]) => letter);
  assert.deepEqual(first, ["a", "c", "d", "e"]);
  const coming = setting.unique("user-");
  await subscribed(await setting.connected(coming), channels[0]);
  await until(() => joins.all.includes(coming), "a join");
  const ended = event(client, "unsubscribed");
  await unsubscribe(user, channels[1]);
  assert.equal((await ended).channel, channels[1]);
}
