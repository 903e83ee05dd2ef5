// One scenario, because its actions affect all channels of the Redis server.
import { strict as assert } from "node:assert";
import { failOver, lose, publish, publishAll, save, subscribed, UncompressedWebSocket, value } from "../setting.js";
import { event, Recorder, until } from "../waiting.js";

/** Clients with deltas receive whole documents, and no document of another term is the base of a delta. */
export async function loseAndFailOver(setting) {
  const gate = await setting.gate();
  const channel = setting.unique();
  const connected = () => setting.connected(undefined, { at: gate.url, websocket: UncompressedWebSocket });
  const ahead = await subscribed(await connected(), channel, { delta: "fossil" });
  const kept = await subscribed(await connected(), channel, { delta: "fossil" });
  const heardAhead = new Recorder(ahead, "publication", context => value(context.data));
  const heard = new Recorder(kept, "publication", context => value(context.data));
  await publishAll(channel, documents(1, 2, 3));
  await heard.count(3);
  const { epoch } = await kept.history({ limit: 0 });
  kept.unsubscribe();
  await save();
  await publishAll(channel, documents("lost 4", "lost 5"));
  await heardAhead.count(5);

  await lose();
  const notified = event(ahead, "subscribed");
  await publishAll(channel, documents(4, 5, 6));
  assert.deepEqual(recovery(await notified), [true, false]);
  const returned = event(kept, "subscribed");
  kept.subscribe();
  assert.deepEqual(recovery(await returned), [true, true]);
  assert.deepEqual(await heard.count(6), documents(1, 2, 3, 4, 5, 6));

  for (let next = 7; next < 16; next += 3) {
    await failOver();
    const both = [event(ahead, "subscribed"), event(kept, "subscribed")];
    await publishAll(channel, documents(next, next + 1));
    for (const each of both) {
      assert.deepEqual(recovery(await each), [true, true]);
    }
    await arrival(next + 1, heardAhead, heard);
    const before = gate.received;
    await publish(channel, document(next + 2));
    await arrival(next + 2, heardAhead, heard);
    // Both clients receive a delta.
    assert.ok(gate.received - before < bytes(document(next + 2)), `${gate.received - before} bytes`);
  }
  assert.notEqual((await kept.history({ limit: 0 })).epoch, epoch);
  assert.deepEqual(heard.all, documents(...Array.from({ length: 15 }, (_, i) => i + 1)));
  assert.deepEqual(heardAhead.all.slice(-9), documents(7, 8, 9, 10, 11, 12, 13, 14, 15));
}

/** A document that shares most of its content with the others. */
function document(number) {
  return { number, text: `${"The beginning. ".repeat(100)}${number}. ${"The end. ".repeat(100)}` };
}

function documents(...numbers) {
  return numbers.map(document);
}

function bytes(document) {
  return Buffer.byteLength(JSON.stringify(document));
}

/** Waits until the document with this number is the last one of all recorders. */
function arrival(number, ...recorders) {
  return until(() => recorders.every(each => each.all.at(-1).number === number), `document ${number}`);
}

function recovery(context) {
  return [context.wasRecovering, context.recovered];
}
