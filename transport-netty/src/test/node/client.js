// Talks to an echo server through `ws`, once for each way to offer compression, and ends with 1 at the first surprise.
import { randomBytes } from "node:crypto";
import { strict as assert } from "node:assert";
import { once } from "node:events";
import WebSocket from "ws";

const url = process.argv[2];
const takeover = process.argv[3] === "takeover";
const words = '{"symbol":"ABC","price":101.25,"change":-0.5},'.repeat(2000);
const offers = [
  false,
  {},
  { threshold: 0 },
  { threshold: 0, serverMaxWindowBits: 9 },
  { threshold: 0, clientMaxWindowBits: 10, serverMaxWindowBits: 15 },
  { threshold: 0, clientNoContextTakeover: true, serverNoContextTakeover: true },
];

async function echo(socket, data) {
  socket.send(data);
  const [answer, binary] = await once(socket, "message");
  assert.equal(binary, typeof data !== "string");
  assert.ok(Buffer.from(data).equals(answer), `${data.length} bytes came back as ${answer.length}`);
}

for (const perMessageDeflate of offers) {
  const socket = new WebSocket(url, { perMessageDeflate });
  await once(socket, "open");
  assert.equal(socket.extensions, perMessageDeflate ? "permessage-deflate" : "");
  for (let round = 0; round < 3; round++) {
    await echo(socket, "");
    await echo(socket, "x");
    await echo(socket, "grüße, 世界 😀");
    await echo(socket, words);
    await echo(socket, randomBytes(70_000));
    await echo(socket, Buffer.alloc(90_000));
  }
  socket.send(words.slice(0, 1000), { fin: false });
  socket.send(words.slice(1000, 2000), { fin: true });
  const [joined] = await once(socket, "message");
  assert.equal(joined.toString(), words.slice(0, 2000));
  socket.ping("are you there");
  const [pong] = await once(socket, "pong");
  assert.equal(pong.toString(), "are you there");
  socket.close(4001, "done");
  const [code, reason] = await once(socket, "close");
  assert.equal(code, 4001);
  assert.equal(reason.toString(), "done");
}

const bomb = new WebSocket(url, { perMessageDeflate: { threshold: 0 } });
await once(bomb, "open");
bomb.on("error", () => {});
bomb.send(Buffer.alloc(20_000_000));
const [code] = await once(bomb, "close");
assert.equal(code, 1009);
console.log(`all ${offers.length} offers work${takeover ? ", contexts taken over" : ""}`);
