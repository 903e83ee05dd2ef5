import { strict as assert } from "node:assert";
import { data, impatient, value } from "../setting.js";
import { quiet, Recorder } from "../waiting.js";

// Longer than this server pings, and then waits.
const LONG = 4000;

export async function pings(setting) {
  const client = await setting.connected(undefined, { at: impatient });
  const away = new Recorder(client, "connecting");
  await quiet(LONG);
  assert.deepEqual(away.all, []);
  assert.equal(value((await client.rpc("echo", data("there"))).data), "there");
}
