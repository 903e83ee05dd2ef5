import { strict as assert } from "node:assert";
import { data, second, subscribed, value } from "../setting.js";
import { Recorder } from "../waiting.js";

/** Emulation requests arrive at another node than the one with the stream. */
export async function commandsAtTheWrongNode(setting) {
  const channel = setting.unique();
  const client = await setting.connected(undefined, { emulation: second });
  const subscription = await subscribed(client, channel);
  const publications = new Recorder(subscription, "publication", context => value(context.data));
  for (let i = 0; i < 10; i++) {
    await subscription.publish(data(i));
  }
  assert.deepEqual(await publications.count(10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(Object.keys((await subscription.presence()).clients).length, 1);
  const answers = await Promise.all(["а", "б", "в"].map(letter => client.rpc("echo", data(letter))));
  assert.deepEqual(answers.map(answer => value(answer.data)), ["а", "б", "в"]);
}
