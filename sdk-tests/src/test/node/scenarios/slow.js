import { strict as assert } from "node:assert";
import { flood, subscribed, UncompressedWebSocket, value } from "../setting.js";
import { event, Recorder } from "../waiting.js";

const BUNCH = 8;
const BYTES = 60_000;
const ENOUGH = 1000;

/** One that does not read does not hold up another, and has to go. */
export async function slowClient(setting) {
  const channel = setting.unique();
  let socket;
  class Remembered extends UncompressedWebSocket {
    constructor(...all) {
      super(...all);
      socket ??= this;
    }
  }
  const healthy = await subscribed(await setting.connected(), channel);
  const publications = new Recorder(healthy, "publication", context => value(context.data).number);
  const slow = await setting.connected(undefined, { websocket: Remembered });
  await subscribed(slow, channel);
  socket.pause();
  let sent = 0;
  while (sent < ENOUGH && (await healthy.presenceStats()).numClients === 2) {
    await flood(channel, { first: sent + 1, count: BUNCH, bytes: BYTES });
    sent += BUNCH;
    await publications.count(sent);
  }
  assert.ok(sent < ENOUGH, `${sent} publications of ${BYTES} bytes were not too much`);
  const away = event(slow, "connecting");
  socket.resume();
  assert.equal((await away).code, 3008);
  assert.deepEqual(publications.all, Array.from({ length: sent }, (_, i) => i + 1));
}
