// One scenario, because its actions affect all channels of the Redis server.
import { strict as assert } from "node:assert";
import { failOver, lose, publishAll, save, subscribed, value } from "../setting.js";
import { event, Recorder } from "../waiting.js";

export async function loseAndFailOver(setting) {
  const channel = setting.unique();
  const ahead = await subscribed(await setting.connected(), channel, { delta: "fossil" });
  const kept = await subscribed(await setting.connected(), channel, { delta: "fossil" });
  const heardAhead = new Recorder(ahead, "publication", context => value(context.data));
  const heard = new Recorder(kept, "publication", context => value(context.data));
  await publishAll(channel, [1, 2, 3]);
  await heard.count(3);
  const { epoch } = await kept.history({ limit: 0 });
  kept.unsubscribe();
  await save();
  await publishAll(channel, ["lost 4", "lost 5"]);
  await heardAhead.count(5);

  await lose();
  const notified = event(ahead, "subscribed");
  await publishAll(channel, [4, 5, 6]);
  assert.deepEqual(recovery(await notified), [true, false]);
  const returned = event(kept, "subscribed");
  kept.subscribe();
  assert.deepEqual(recovery(await returned), [true, true]);
  assert.deepEqual(await heard.count(6), [1, 2, 3, 4, 5, 6]);

  for (let next = 7; next < 13; next += 2) {
    await failOver();
    const both = [event(ahead, "subscribed"), event(kept, "subscribed")];
    await publishAll(channel, [next, next + 1]);
    for (const each of both) {
      assert.deepEqual(recovery(await each), [true, true]);
    }
    assert.deepEqual((await heard.count(next + 1)).slice(-2), [next, next + 1]);
  }
  assert.notEqual((await kept.history({ limit: 0 })).epoch, epoch);
  assert.deepEqual(heard.all, Array.from({ length: 12 }, (_, i) => i + 1));
  assert.deepEqual(heardAhead.all.slice(-6), [7, 8, 9, 10, 11, 12]);
}

function recovery(context) {
  return [context.wasRecovering, context.recovered];
}
