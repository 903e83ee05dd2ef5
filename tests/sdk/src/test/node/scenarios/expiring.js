import { strict as assert } from "node:assert";
import { data, impatient, publish, subscribed, token, value } from "../setting.js";
import { event, quiet, Recorder, until, within } from "../waiting.js";

// The TTL in the reply is rounded down to whole seconds, so the SDK refreshes in time.
const SECONDS = 2;
// Longer than the validity of a token plus the delay of the server.
const AFTERWARDS = 5200;

export async function refreshOfTheConnection(setting) {
  const user = setting.unique("user-");
  const tokens = [];
  const client = setting.client({
    at: impatient,
    token: token({ user, seconds: SECONDS }),
    getToken: async () => {
      tokens.push(Date.now());
      return token({ user, seconds: tokens.length < 2 ? SECONDS : 3600 });
    },
  });
  const away = new Recorder(client, "connecting");
  client.connect();
  await within(client.ready(), "connected");
  await until(() => tokens.length === 2, "two refreshes");
  await quiet(AFTERWARDS);
  assert.equal(tokens.length, 2);
  assert.equal(away.all.length, 1, "no reconnect");
  assert.deepEqual(value((await client.rpc("echo", data("still there"))).data), "still there");
}

export async function refreshRefused(setting) {
  const client = await setting.connected(undefined, {
    at: impatient,
    token: token({ user: "user", seconds: SECONDS }),
    getToken: async () => token({ invalid: true }),
  });
  assert.equal((await event(client, "disconnected")).code, 3500);
}

export async function refreshOfASubscription(setting) {
  const channel = setting.unique();
  const client = await setting.connected(undefined, { at: impatient });
  const tokens = [];
  const subscription = client.newSubscription(channel, {
    getToken: async () => {
      tokens.push(Date.now());
      return token({ seconds: tokens.length < 3 ? SECONDS : 3600 });
    },
  });
  const begun = new Recorder(subscription, "subscribed");
  const ended = new Recorder(subscription, "unsubscribed");
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  subscription.subscribe();
  await within(subscription.ready(), "subscribed");
  await until(() => tokens.length === 3, "two refreshes");
  await quiet(AFTERWARDS);
  assert.equal(tokens.length, 3);
  assert.deepEqual([begun.all.length, ended.all.length], [1, 0]);
  await publish(channel, "still there", { at: impatient });
  assert.deepEqual(await publications.count(1), ["still there"]);
}

export async function subscriptionTokens(setting) {
  const client = await setting.connected(undefined, { at: impatient });
  let asked = 0;
  const subscription = await subscribed(client, setting.unique(), {
    token: token({ expired: true }),
    minResubscribeDelay: 20,
    getToken: async () => {
      asked++;
      return token({});
    },
  });
  assert.equal(asked, 1);
  assert.equal(subscription.state, "subscribed");
}
