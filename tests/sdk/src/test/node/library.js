// Calls all methods of an unmodified library for the HTTP API and checks their effects with a client of the SDK.
import { strict as assert } from "node:assert";
import { Centrifuge } from "centrifuge";
import WebSocket from "ws";
import { CentClient } from "cent.js";
import { event, Recorder } from "./waiting.js";

const [url, apiKey] = process.argv.slice(2);
const channel = "kept:library";
const backend = new CentClient({ url: `${url}/api`, apiKey });

const client = new Centrifuge(`${url.replace("http", "ws")}/connection/websocket`, { websocket: WebSocket });
const connected = event(client, "connected");
client.connect();
const { client: id } = await connected;
const subscription = client.newSubscription(channel);
const publications = new Recorder(subscription, "publication", context => context.data.number);
const subscribed = event(subscription, "subscribed");
subscription.subscribe();
await subscribed;

assert.equal((await backend.publish({ channel, data: { number: 1 } })).offset, 1);
const { responses } = await backend.broadcast({ channels: [channel, "nowhere:a"], data: { number: 2 } });
assert.equal(responses[0].result.offset, 2);
assert.equal(responses[1].error.code, 102);
await publications.count(2);
assert.deepEqual(publications.all, [1, 2]);

const { presence } = await backend.getPresence({ channel });
assert.deepEqual(Object.keys(presence), [id]);
assert.deepEqual(await backend.getPresenceStats({ channel }), { num_clients: 1, num_users: 1 });
assert.deepEqual((await backend.getHistory({ channel, limit: 10 })).publications.map(p => p.data.number), [1, 2]);
await backend.removeHistory({ channel });
assert.deepEqual((await backend.getHistory({ channel, limit: 10 })).publications ?? [], []);
assert.equal((await backend.getChannels()).channels[channel].num_clients, 1);
assert.equal((await backend.getInfo()).nodes.length, 1);
await assert.rejects(backend.publish({ channel: "nowhere:a", data: {} }), /./);
await assert.rejects(new CentClient({ url: `${url}/api`, apiKey: "wrong" }).getInfo(), /./);

const pushed = event(client, "subscribed");
await backend.subscribe({ user: "", channel: "kept:other", client: id });
assert.equal((await pushed).channel, "kept:other");
const unsubscribed = event(subscription, "unsubscribed");
await backend.unsubscribe({ user: "", channel });
assert.equal((await unsubscribed).code, 2000);
await backend.refresh({ user: "", expire_at: 4_000_000_000 });
const disconnected = event(client, "disconnected");
await backend.disconnect({ user: "", client: id });
assert.equal((await disconnected).code, 3503);
console.log("the library works");
process.exit();
