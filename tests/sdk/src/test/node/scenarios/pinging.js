import { strict as assert } from "node:assert";
import { data, impatient, value } from "../setting.js";
import { quiet, Recorder } from "../waiting.js";

// Longer than the ping interval and the pong timeout of the server.
const LONG = 8500;

export async function pings(setting) {
  const client = await setting.connected(undefined, { at: impatient });
  const away = new Recorder(client, "connecting");
  await quiet(LONG);
  assert.deepEqual(away.all, []);
  assert.equal(value((await client.rpc("echo", data("there"))).data), "there");
}
