import { strict as assert } from "node:assert";
import { data, disconnect, publish, second, subscribed, url, value } from "../setting.js";
import { event, Recorder, until } from "../waiting.js";

export async function publishAcrossNodes(setting) {
  const channel = setting.unique();
  const here = await subscribed(await setting.connected(), channel);
  const there = await subscribed(await setting.connected(undefined, { at: second }), channel);
  const heard = [here, there].map(each => new Recorder(each, "publication", context => value(context.data)));
  await here.publish(data(1));
  await there.publish(data(2));
  await publish(channel, 3);
  await publish(channel, 4, { at: second });
  assert.deepEqual(await heard[0].count(4), [1, 2, 3, 4]);
  assert.deepEqual(await heard[1].count(4), [1, 2, 3, 4]);
}

export async function presenceAcrossNodes(setting) {
  const channel = setting.unique();
  const [anna, ben] = [setting.unique("user-"), setting.unique("user-")];
  const here = await subscribed(await setting.connected(anna), channel, { joinLeave: true });
  const joined = event(here, "join", context => context.info.user === ben);
  const left = event(here, "leave", context => context.info.user === ben);
  const there = await subscribed(await setting.connected(ben, { at: second }), channel);
  await joined;
  for (const each of [here, there]) {
    const { clients } = await each.presence();
    assert.deepEqual(Object.values(clients).map(info => info.user).sort(), [anna, ben].sort());
  }
  there.unsubscribe();
  await left;
}

export async function disconnectAcrossNodes(setting) {
  const user = setting.unique("user-");
  const disconnected = event(await setting.connected(user), "disconnected");
  await disconnect(user, 3503, second);
  assert.equal((await disconnected).code, 3503);
}

export async function recoverOnTheOtherNode(setting) {
  const channel = setting.unique();
  const here = await subscribed(await setting.connected(), channel);
  await publish(channel, 1);
  const { epoch } = await here.history({ limit: 0 });
  await publish(channel, 2);
  const client = await setting.connected(undefined, { at: second });
  const there = client.newSubscription(channel, { since: { offset: 1, epoch } });
  const publications = new Recorder(there, "publication", context => value(context.data));
  there.subscribe();
  await publish(channel, 3);
  assert.deepEqual(await publications.count(2), [2, 3]);
}

export async function moveToTheOtherNode(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const client = await setting.connected(undefined, { at: gate.url });
  const subscription = await subscribed(client, channel, { delta: "fossil" });
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  await publish(channel, "слово ".repeat(30) + 1);
  await publications.count(1);
  const expected = [...publications.all];
  for (const target of [second, url, second]) {
    const away = event(client, "connecting");
    const back = event(subscription, "subscribed");
    gate.shut();
    await away;
    for (const at of [url, second, url]) {
      expected.push("слово ".repeat(30) + expected.length);
      await publish(channel, expected.at(-1), { at });
    }
    gate.leadTo(target);
    gate.reopen();
    assert.equal((await back).recovered, true);
    expected.push("слово ".repeat(30) + expected.length);
    await subscription.publish(data(expected.at(-1)));
    assert.deepEqual(await publications.count(expected.length), expected);
  }
  await until(async () => (await subscription.presenceStats()).numClients === 1, "the earlier connections are gone");
}
