import { strict as assert } from "node:assert";
import { data, publish, publishAll, subscribed, value } from "../setting.js";
import { event, Recorder, until } from "../waiting.js";

export async function publishOwn(setting) {
  const user = setting.unique("user-");
  const client = await setting.connected(user);
  const subscription = await subscribed(client, setting.unique());
  const publication = event(subscription, "publication");
  await subscription.publish(data({ text: "своё" }));
  const { data: received, info, offset } = await publication;
  assert.deepEqual(value(received), { text: "своё" });
  assert.equal(offset, 1);
  assert.equal(info.user, user);
  assert.deepEqual(value(info.connInfo), { name: user });
  assert.deepEqual(value(info.chanInfo), { role: "guest" });
}

export async function publishToOthers(setting) {
  const channel = setting.unique("plain-");
  const one = await subscribed(await setting.connected(), channel);
  const other = await subscribed(await setting.connected(), channel);
  const heard = [one, other].map(each => new Recorder(each, "publication", context => value(context.data)));
  for (let i = 0; i < 20; i++) {
    await (i % 2 ? one.publish(data(i)) : publish(channel, i));
  }
  const all = Array.from({ length: 20 }, (_, i) => i);
  assert.deepEqual(await heard[0].count(20), all);
  assert.deepEqual(await heard[1].count(20), all);
}

export async function presence(setting) {
  const channel = setting.unique();
  const [anna, ben] = [setting.unique("user-"), setting.unique("user-")];
  const one = await subscribed(await setting.connected(anna), channel);
  await subscribed(await setting.connected(anna), channel);
  const third = await setting.connected(ben);
  await subscribed(third, channel);
  const { clients } = await one.presence();
  assert.deepEqual(Object.values(clients).map(info => info.user).sort(), [anna, anna, ben].sort());
  assert.ok(Object.entries(clients).every(([id, info]) => id === info.client));
  const stats = await one.presenceStats();
  assert.deepEqual([stats.numClients, stats.numUsers], [3, 2]);
  third.disconnect();
  await until(async () => (await one.presenceStats()).numClients === 2, "the third is gone");
}

export async function joinsAndLeaves(setting) {
  const channel = setting.unique();
  const user = setting.unique("user-");
  const watching = await setting.connected();
  const subscription = await subscribed(watching, channel, { joinLeave: true });
  const join = event(subscription, "join", context => context.info.user === user);
  const leave = event(subscription, "leave", context => context.info.user === user);
  const coming = await setting.connected(user);
  await subscribed(coming, channel);
  const joined = await join;
  assert.deepEqual(value(joined.info.connInfo), { name: user });
  assert.deepEqual(value(joined.info.chanInfo), { role: "guest" });
  coming.disconnect();
  assert.equal((await leave).info.client, joined.info.client);
}

export async function history(setting) {
  const channel = setting.unique();
  const subscription = await subscribed(await setting.connected(), channel);
  await publishAll(channel, Array.from({ length: 25 }, (_, i) => i + 1));
  const top = await subscription.history({ limit: 0 });
  assert.deepEqual([top.publications, top.offset], [[], 25]);
  assert.deepEqual(await pages(subscription, { offset: 0, epoch: top.epoch }, false), [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    [11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    [21, 22, 23, 24, 25],
  ]);
  assert.deepEqual(await pages(subscription, undefined, true), [
    [25, 24, 23, 22, 21, 20, 19, 18, 17, 16],
    [15, 14, 13, 12, 11, 10, 9, 8, 7, 6],
    [5, 4, 3, 2, 1],
  ]);
  await assert.rejects(subscription.history({ limit: 1, since: { offset: 1, epoch: "another" } }), { code: 112 });
}

async function pages(subscription, since, reverse) {
  const all = [];
  for (;;) {
    const { publications, epoch } = await subscription.history({ limit: 10, since, reverse });
    if (publications.length > 0) {
      all.push(publications.map(each => value(each.data)));
      assert.deepEqual(publications.map(each => each.offset), all.at(-1));
    }
    if (publications.length < 10) {
      return all;
    }
    since = { offset: publications.at(-1).offset, epoch };
  }
}
