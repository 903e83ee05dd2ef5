import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CloseCode, FanfareSocket, isFinal, socketUrl } from "fanfare-client";
import { World, record } from "./world.js";

let world;
beforeEach(() => {
  world = new World();
});

const names = (log) => log.states.map(({ name }) => name);

// Connecting

test("a connection has the states connecting and open", async () => {
  const socket = new FanfareSocket("/prices");
  assert.deepEqual(socket.state, { name: "closed", text: "offline" });
  const log = await world.connected(socket);
  assert.deepEqual(log.states, [
    { name: "connecting", text: "connecting" },
    { name: "open", text: "connected" },
  ]);
  assert.equal(world.socket.url, "wss://shop.example/prices");
  assert.equal(world.socket.binaryType, "arraybuffer");
});

test("socketUrl keeps the query, and the host of absolute URLs", () => {
  assert.equal(socketUrl("feed?room=7#a"), "wss://shop.example/app/feed?room=7");
  assert.equal(socketUrl("http://other.example/x"), "ws://other.example/x");
  assert.equal(socketUrl(new URL("wss://other.example/x")), "wss://other.example/x");
});

test("an unknown option is an error that names the valid ones", () => {
  assert.throws(() => new FanfareSocket("/", { maxdelay: 1 }), /unknown option "maxdelay": use .*maxDelay/);
  assert.throws(() => new FanfareSocket("/", { json: false, resume: "position" }), /resume requires json/);
});

test("open() twice connects once", async () => {
  const socket = new FanfareSocket("/prices");
  socket.open();
  socket.open();
  await world.settle();
  world.socket.accept();
  socket.open();
  await world.settle();
  assert.equal(world.sockets.length, 1);
});

test("the subprotocols are offered", async () => {
  await world.connected(new FanfareSocket("/", { protocols: ["v2", "v1"] }));
  assert.deepEqual(world.socket.protocols, ["v2", "v1"]);
});

// Reconnecting

test("the delay is random below a ceiling that doubles up to its limit", async () => {
  const socket = new FanfareSocket("/", { minDelay: 1000, maxDelay: 3000 });
  const log = await world.connected(socket);
  const ceilings = [];
  for (let i = 0; i < 4; i++) {
    world.socket.end();
    ceilings.push(socket.state.delay * 2); // random is 0.5
    await world.pass(socket.state.delay);
    assert.equal(socket.state.name, "connecting");
  }
  assert.deepEqual(ceilings, [1000, 2000, 3000, 3000]);
  assert.equal(log.events[0].opened, true);
  assert.equal(log.events[1].opened, false);
});

test("the random number selects the delay", async () => {
  const socket = new FanfareSocket("/", { minDelay: 1000 });
  await world.connected(socket);
  world.random = 0.25;
  world.socket.end();
  assert.equal(socket.state.delay, 250);
  await world.pass(249);
  assert.equal(world.sockets.length, 1);
  await world.pass(1);
  assert.equal(world.sockets.length, 2);
});

test("a stable connection resets the delay, a short one does not", async () => {
  const socket = new FanfareSocket("/", { minDelay: 1000, stableAfter: 5000 });
  await world.connected(socket);
  world.socket.end();
  await world.pass(500);
  world.socket.accept();
  await world.pass(4999);
  world.socket.end();
  assert.equal(socket.state.delay, 1000);
  await world.pass(1000);
  world.socket.accept();
  await world.pass(5000);
  world.socket.end();
  assert.equal(socket.state.delay, 500);
});

test("waiting is repeated each second with the seconds left", async () => {
  const socket = new FanfareSocket("/", { minDelay: 5000 });
  const log = await world.connected(socket);
  world.socket.end(1012, "restart");
  await world.pass(2500);
  const waiting = log.states.filter(({ name }) => name === "waiting");
  assert.deepEqual(waiting.map(({ seconds }) => seconds), [3, 2, 1]);
  assert.deepEqual(waiting[0], {
    name: "waiting",
    text: "reconnecting in 3 s",
    delay: 2500,
    seconds: 3,
    close: { code: 1012, reason: "restart", opened: true },
  });
  assert.ok(Object.isFrozen(waiting[0]));
});

test("an attempt that takes too long is abandoned", async () => {
  const socket = new FanfareSocket("/", { connectTimeout: 3000 });
  const log = record(socket);
  socket.open();
  await world.pass(3000);
  assert.deepEqual(world.socket.closed, { code: 1000, reason: "" });
  assert.deepEqual(log.events, [{ type: "lost", code: 1006, reason: "connect timeout", opened: false }]);
  assert.equal(socket.state.name, "waiting");
});

test("events of an abandoned connection are ignored", async () => {
  const socket = new FanfareSocket("/", { connectTimeout: 3000, minDelay: 1000 });
  const log = record(socket);
  socket.open();
  await world.pass(3000);
  const [late] = world.sockets;
  await world.pass(500);
  world.socket.accept();
  late.accept();
  late.receive("1");
  late.end();
  assert.deepEqual(names(log), ["connecting", "waiting", "connecting", "open"]);
  assert.deepEqual(log.messages, []);
});

test("the network, and a page that becomes visible, end the wait", async () => {
  const socket = new FanfareSocket("/", { minDelay: 10_000 });
  await world.connected(socket);
  world.socket.end();
  world.page.dispatchEvent(new Event("online"));
  await world.settle();
  assert.equal(world.sockets.length, 2);

  world.socket.end();
  document.visibilityState = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  await world.settle();
  assert.equal(world.sockets.length, 2);
  document.visibilityState = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await world.settle();
  assert.equal(world.sockets.length, 3);
});

test("retry() ends the wait, and has no effect otherwise", async () => {
  const socket = new FanfareSocket("/");
  socket.retry();
  assert.equal(world.sockets.length, 0);
  await world.connected(socket);
  socket.retry();
  await world.settle();
  assert.equal(world.sockets.length, 1);
  world.socket.end();
  socket.retry();
  await world.settle();
  assert.equal(world.sockets.length, 2);
});

test("a silent connection is replaced without waiting for its close event", async () => {
  const socket = new FanfareSocket("/", { idleTimeout: 10_000, minDelay: 1000 });
  const log = await world.connected(socket);
  await world.pass(9000);
  world.socket.receive("1");
  await world.pass(9999);
  assert.equal(socket.state.name, "open");
  await world.pass(1);
  assert.deepEqual(log.events, [{ type: "lost", code: 1006, reason: "idle timeout", opened: true }]);
  await world.pass(500);
  assert.equal(world.sockets.length, 2);
});

// Close codes

test("final codes are not followed by another connection", async () => {
  for (const code of [1000, 1002, 1003, 1007, 1008, 1009, 1010, 3500, 3507, 3999, 4500, 4999]) {
    assert.ok(isFinal(code), code);
    const socket = new FanfareSocket("/");
    const log = await world.connected(socket);
    world.socket.end(code, "why");
    assert.deepEqual(socket.state, {
      name: "closed",
      text: "closed: why",
      close: { code, reason: "why", opened: true },
    });
    assert.equal(log.events.length, 1);
    assert.equal(world.pendingTimers, 0);
  }
});

test("other codes are followed by another connection", async () => {
  for (const code of [1001, 1005, 1006, 1011, 1012, 1013, 1015, 3000, 3005, 3499, 4000, 4499]) {
    assert.ok(!isFinal(code), code);
    const socket = new FanfareSocket("/");
    await world.connected(socket);
    world.socket.end(code);
    assert.equal(socket.state.name, "waiting");
  }
});

test("the option reconnect decides instead", async () => {
  const socket = new FanfareSocket("/", { reconnect: ({ code, opened }) => opened && code === CloseCode.FORCED });
  await world.connected(socket);
  world.socket.end(CloseCode.FORCED);
  assert.equal(socket.state.name, "waiting");
  await world.pass(1000);
  world.socket.end();
  assert.equal(socket.state.name, "closed");
});

test("open() after a final code connects again", async () => {
  const socket = new FanfareSocket("/", { resume: "position" });
  await world.connected(socket);
  world.socket.receive({ channel: "a", position: "e:1", data: 1 });
  world.socket.end(CloseCode.FORCED);
  socket.open();
  await world.settle();
  assert.deepEqual(world.socket.query, { position: "e:1" });
});

// close()

test("close() ends everything", async () => {
  const socket = new FanfareSocket("/", { idleTimeout: 1000 });
  const log = await world.connected(socket);
  socket.close(4001, "done");
  assert.deepEqual(world.socket.closed, { code: 4001, reason: "done" });
  assert.deepEqual(socket.state, { name: "closed", text: "offline" });
  assert.deepEqual(log.events, []);
  assert.equal(world.pendingTimers, 0);
  socket.close();
  assert.deepEqual(names(log), ["connecting", "open", "closed"]);
  world.page.dispatchEvent(new Event("online"));
  await world.pass(60_000);
  assert.equal(world.sockets.length, 1);
});

test("close() with a code that must not be sent changes nothing", async () => {
  const socket = new FanfareSocket("/");
  await world.connected(socket);
  assert.throws(() => socket.close(1006), /InvalidAccessError/);
  assert.equal(socket.state.name, "open");
  assert.ok(socket.send(1));
});

test("close() while waiting, connecting, or in a listener", async () => {
  const socket = new FanfareSocket("/", { minDelay: 1000 });
  const log = await world.connected(socket);
  world.socket.end();
  assert.equal(socket.state.delay, 500);
  socket.close();
  await world.pass(60_000);
  assert.equal(world.sockets.length, 1);

  socket.open();
  await world.settle();
  world.socket.end();
  assert.equal(socket.state.delay, 500); // open() starts with the shortest delay
  socket.close();

  socket.open();
  socket.close(); // before the WebSocket exists
  await world.pass(60_000);
  assert.equal(world.sockets.length, 2);

  socket.addEventListener("lost", () => socket.close());
  socket.open();
  await world.settle();
  world.socket.end();
  assert.equal(socket.state.name, "closed");
  assert.equal(log.states.at(-1).close, undefined);
  assert.equal(world.pendingTimers, 0);
});

test("another URL closes the connection and forgets its position", async () => {
  const socket = new FanfareSocket("/a", { resume: "position" });
  await world.connected(socket);
  world.socket.receive({ channel: "a", position: "e:1", data: 1 });
  socket.open("/b");
  await world.settle();
  assert.deepEqual(world.sockets[0].closed, { code: 1000, reason: "" });
  assert.equal(world.socket.url, "wss://shop.example/b");
  assert.equal(socket.url, "wss://shop.example/b");
});

// Resuming

test("the next connection continues from the last position", async () => {
  const socket = new FanfareSocket("/prices?room=7", { resume: "since" });
  const events = [];
  socket.addEventListener("message", ({ data, channel, position, lastEventId }) =>
    events.push({ data, channel, position, lastEventId }));
  const log = await world.connected(socket);
  assert.deepEqual(world.socket.query, { room: "7" });
  world.socket.receive({ channel: "prices", position: "e:0" });
  world.socket.receive({ channel: "prices", position: "e:1", data: { price: 7 } });
  world.socket.end();
  await world.pass(1000);
  assert.deepEqual(world.socket.query, { room: "7", since: "e:1" });
  assert.deepEqual(events, [{ data: { price: 7 }, channel: "prices", position: "e:1", lastEventId: "e:1" }]);
  assert.deepEqual(log.events[0], { type: "live", channel: "prices", position: "e:0", gap: false });
});

test("a position in the URL is replaced by a later one", async () => {
  const socket = new FanfareSocket("/prices?position=e:5", { resume: "position" });
  await world.connected(socket);
  assert.deepEqual(world.socket.query, { position: "e:5" });
  world.socket.receive({ channel: "prices", position: "e:6", data: 1 });
  world.socket.end();
  await world.pass(1000);
  assert.deepEqual(world.socket.query, { position: "e:6" });
});

test("falsy data is data", async () => {
  const log = await world.connected(new FanfareSocket("/", { resume: "position" }));
  for (const data of [null, 0, "", false]) world.socket.receive({ channel: "a", position: "e:1", data });
  assert.deepEqual(log.messages, [null, 0, "", false]);
});

test("a gap is reported before later messages", async () => {
  const log = await world.connected(new FanfareSocket("/", { resume: "position" }));
  world.socket.receive({ channel: "a", position: "f:9", gap: true });
  assert.deepEqual(log.events, [
    { type: "gap", channel: "a", position: "f:9" },
    { type: "live", channel: "a", position: "f:9", gap: true },
  ]);
});

test("each channel has its own position; other messages have none", async () => {
  const socket = new FanfareSocket("/", { resume: { prices: "p", news: "n" } });
  const log = await world.connected(socket);
  world.socket.receive({ channel: "prices", position: "e:1", data: 1 });
  world.socket.receive({ channel: "news", position: "f:2", data: 2 });
  world.socket.receive({ channel: "constructor", position: "g:3", data: 3 });
  world.socket.receive({ error: "expected a name" });
  world.socket.receive("null");
  assert.deepEqual(log.messages, [
    1,
    2,
    { channel: "constructor", position: "g:3", data: 3 },
    { error: "expected a name" },
    null,
  ]);
  world.socket.end();
  await world.pass(1000);
  assert.deepEqual(world.socket.query, { p: "e:1", n: "f:2" });
});

test("without resume, envelopes are plain messages", async () => {
  const log = await world.connected(new FanfareSocket("/"));
  world.socket.receive({ channel: "a", position: "e:1", data: 1 });
  assert.deepEqual(log.messages, [{ channel: "a", position: "e:1", data: 1 }]);
});

// Query

test("query is called before each connection", async () => {
  let calls = 0;
  const socket = new FanfareSocket("/", { query: async () => ({ token: `t${++calls}` }) });
  await world.connected(socket);
  assert.deepEqual(world.socket.query, { token: "t1" });
  world.socket.end(CloseCode.EXPIRED);
  await world.pass(1000);
  assert.deepEqual(world.socket.query, { token: "t2" });
});

test("a failed query is a failed attempt", async () => {
  let failing = true;
  const socket = new FanfareSocket("/", {
    query: () => (failing ? Promise.reject(new Error("401")) : new URLSearchParams("token=t")),
  });
  const log = record(socket);
  socket.open();
  await world.settle();
  assert.deepEqual(log.events, [{ type: "lost", code: 1006, reason: "query: 401", opened: false }]);
  failing = false;
  await world.pass(1000);
  assert.deepEqual(world.socket.query, { token: "t" });
});

test("a query that fails after close() changes nothing", async () => {
  let fail;
  const socket = new FanfareSocket("/", { query: () => new Promise((resolve, reject) => (fail = reject)) });
  const log = record(socket);
  socket.open();
  socket.close();
  fail(new Error("late"));
  await world.pass(60_000);
  assert.deepEqual(names(log), ["connecting", "closed"]);
  assert.deepEqual(log.events, []);
});

// Messages

test("values are sent as JSON, and binary data unchanged", async () => {
  const socket = new FanfareSocket("/");
  const log = await world.connected(socket);
  const bytes = new Uint8Array([1, 2]);
  assert.ok(socket.send({ text: "hi" }));
  assert.ok(socket.send("hi"));
  assert.ok(socket.send(bytes));
  assert.deepEqual(world.socket.sent, ['{"text":"hi"}', '"hi"', bytes]);
  assert.throws(() => socket.send(undefined), /cannot send undefined/);
  world.socket.receive(bytes.buffer);
  assert.deepEqual(log.messages, [bytes.buffer]);
});

test("with json: false, messages are strings", async () => {
  const socket = new FanfareSocket("/", { json: false });
  const log = await world.connected(socket);
  assert.ok(socket.send("{"));
  assert.deepEqual(world.socket.sent, ["{"]);
  assert.throws(() => socket.send({}), /cannot send object/);
  world.socket.receive("{");
  assert.deepEqual(log.messages, ["{"]);
});

test("text that is not JSON is an error that names the option", async () => {
  await world.connected(new FanfareSocket("/"));
  assert.throws(() => world.socket.receive("Client #7"), /expected JSON, got "Client #7": use \{ json: false \}/);
});

test("without a queue, messages are dropped while not connected", async () => {
  const socket = new FanfareSocket("/");
  assert.equal(socket.send(1), false);
  socket.open();
  assert.equal(socket.send(2), false);
  await world.settle();
  world.socket.accept();
  assert.deepEqual(world.socket.sent, []);
});

test("a queue keeps the oldest messages until the next connection, in order", async () => {
  const socket = new FanfareSocket("/", { queue: 2 });
  assert.equal(socket.send(0), false); // closed
  await world.connected(socket);
  world.socket.end();
  assert.deepEqual([1, 2, 3].map((value) => socket.send(value)), [true, true, false]);
  socket.addEventListener("state", ({ detail: { name } }) => name === "open" && socket.send("later"));
  await world.pass(1000);
  world.socket.accept();
  assert.deepEqual(world.socket.sent, ["1", "2", '"later"']);
  world.socket.end();
  assert.ok(socket.send(4));
  socket.close();
  socket.open();
  await world.settle();
  world.socket.accept();
  assert.deepEqual(world.socket.sent, ['"later"']); // close() has discarded 4
});

test("messages are dropped while the browser holds too many unsent bytes", async () => {
  const socket = new FanfareSocket("/", { maxBufferedBytes: 100 });
  await world.connected(socket);
  world.socket.bufferedAmount = 101;
  assert.equal(socket.send(1), false);
  world.socket.bufferedAmount = 100;
  assert.equal(socket.send(2), true);
  assert.deepEqual(world.socket.sent, ["2"]);
});
