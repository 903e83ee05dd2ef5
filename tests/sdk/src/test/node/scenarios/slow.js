import { strict as assert } from "node:assert";
import { flood, subscribed, UncompressedWebSocket, value } from "../setting.js";
import { event, Recorder } from "../waiting.js";

const BUNCH = 8;
const BYTES = 60_000;
const ENOUGH = 1000;

/** A client that does not read is disconnected and does not delay others. */
export async function slowClient(setting) {
  const channel = setting.unique();
  const gate = await setting.gate();
  const healthy = await subscribed(await setting.connected(), channel);
  const publications = new Recorder(healthy, "publication", context => value(context.data).number);
  const slow = await setting.connected(undefined, { at: gate.url, websocket: UncompressedWebSocket });
  await subscribed(slow, channel);
  gate.stall();
  let sent = 0;
  while (sent < ENOUGH && (await healthy.presenceStats()).numClients === 2) {
    await flood(channel, { first: sent + 1, count: BUNCH, bytes: BYTES });
    sent += BUNCH;
    await publications.count(sent);
  }
  assert.ok(sent < ENOUGH, `${sent} publications of ${BYTES} bytes did not overflow the outbox`);
  const away = event(slow, "connecting");
  gate.resume();
  assert.equal((await away).code, 3008);
  assert.deepEqual(publications.all, Array.from({ length: sent }, (_, i) => i + 1));
}
