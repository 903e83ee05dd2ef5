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
  const healthy = await subscribed(await setting.connected(), channel, { joinLeave: true });
  const publications = new Recorder(healthy, "publication", context => value(context.data).number);
  const slow = await setting.connected(undefined, { at: gate.url, websocket: UncompressedWebSocket });
  await subscribed(slow, channel);
  const away = event(slow, "connecting");
  // The server waits 5 s for a client that it closes. The end of the flood can take longer.
  let removed = false;
  event(healthy, "leave").then(() => {
    removed = true;
    gate.resume();
  });
  gate.stall();
  let sent = 0;
  while (sent < ENOUGH && !removed) {
    await flood(channel, { first: sent + 1, count: BUNCH, bytes: BYTES });
    sent += BUNCH;
    await publications.count(sent);
  }
  assert.ok(sent < ENOUGH, `${sent} publications of ${BYTES} bytes did not overflow the outbox`);
  assert.equal((await away).code, 3008);
  assert.deepEqual(publications.all, Array.from({ length: sent }, (_, i) => i + 1));
}
