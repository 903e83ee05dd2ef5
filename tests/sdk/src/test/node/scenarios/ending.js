import { strict as assert } from "node:assert";
import { data, disconnect, subscribed, unsubscribe } from "../setting.js";
import { event, quiet, within } from "../waiting.js";

export async function reconnectAfterDisconnect(setting) {
  const user = setting.unique("user-");
  const client = await setting.connected(user);
  const subscription = await subscribed(client, setting.unique());
  for (const code of [3000, 3011, 4000]) {
    const away = event(client, "connecting");
    const back = event(subscription, "subscribed");
    await disconnect(user, code);
    const context = await away;
    assert.deepEqual([context.code, context.reason], [code, "by the application"]);
    await back;
  }
}

export async function terminalDisconnect(setting) {
  for (const code of [3503, 4500]) {
    const user = setting.unique("user-");
    const client = await setting.connected(user);
    const disconnected = event(client, "disconnected");
    await disconnect(user, code);
    const context = await disconnected;
    assert.deepEqual([context.code, context.reason], [code, "by the application"]);
    await quiet();
    assert.equal(client.state, "disconnected");
  }
}

export async function unsubscribedByTheServer(setting) {
  const user = setting.unique("user-");
  const channel = setting.unique();
  const client = await setting.connected(user);
  const subscription = await subscribed(client, channel);
  const unsubscribed = event(subscription, "unsubscribed");
  await unsubscribe(user, channel);
  assert.equal((await unsubscribed).code, 2000);
  await quiet();
  assert.equal(subscription.state, "unsubscribed");
  subscription.subscribe();
  await within(subscription.ready(), "subscribed again");
}

/** The disconnect is terminal, because the client would send the large message again. */
export async function messageTooBig(setting) {
  const client = await setting.connected(undefined, { by: "websocket" });
  const disconnected = event(client, "disconnected");
  const refused = assert.rejects(client.rpc("echo", data("x".repeat(100_000))));
  assert.equal((await disconnected).code, 3);
  await refused;
}
