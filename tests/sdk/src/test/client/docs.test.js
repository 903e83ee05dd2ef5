import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { FanfareSocket } from "fanfare-client";
import { World } from "./world.js";

// docs/browser.md: each block of JavaScript runs.

const page = readFileSync(new URL("../../../../docs/browser.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);

let world;
let shown;
beforeEach(() => {
  world = new World();
  shown = [];
});

async function run(block) {
  const show = (value) => shown.push(value);
  const fetch = async () => ({ text: async () => "t1" });
  const scope = { FanfareSocket, show, showState: show, fetch, location: { reload: () => show("reload") } };
  const code = block.replace('import { FanfareSocket } from "/fanfare.js";\n', "");
  new Function(...Object.keys(scope), `"use strict"; ${code}`)(...Object.values(scope));
  await world.settle();
}

test("the page has three blocks", () => assert.equal(blocks.length, 3));

test("the first block shows messages, states and gaps", async () => {
  await run(blocks[0]);
  world.socket.accept();
  world.socket.receive({ channel: "prices", position: "e:1", data: 7 });
  world.socket.receive({ channel: "prices", position: "f:9", gap: true });
  assert.deepEqual(shown, ["connecting", "connected", 7, "reload"]);
});

test("the block about sending queues a message", async () => {
  await run(blocks[1]);
  world.socket.accept();
  assert.deepEqual(world.socket.sent, ['{"text":"hello"}']);
  assert.deepEqual(shown, []);
});

test("the block about credentials sends a token", async () => {
  await run(blocks[2]);
  assert.deepEqual(world.socket.query, { token: "t1" });
});
