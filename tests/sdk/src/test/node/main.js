// Runs the scenarios that match the arguments concurrently. The exit code is 0 if all of them pass.
import { encoding, impatient, losing, names, second, Setting, transport } from "./setting.js";
import { within } from "./waiting.js";
import * as connecting from "./scenarios/connecting.js";
import * as channels from "./scenarios/channels.js";
import * as recovering from "./scenarios/recovering.js";
import * as deltas from "./scenarios/deltas.js";
import * as expiring from "./scenarios/expiring.js";
import * as ending from "./scenarios/ending.js";
import * as slow from "./scenarios/slow.js";
import * as mixing from "./scenarios/mixing.js";
import * as pinging from "./scenarios/pinging.js";
import * as nodes from "./scenarios/nodes.js";
import * as streams from "./scenarios/streams.js";
import * as losses from "./scenarios/losses.js";

const PATIENCE = 240_000;

// Scenarios with time limits run before the others.
const inTime = impatient ? [expiring, pinging] : [];
const others = [
  connecting,
  channels,
  recovering,
  deltas,
  ending,
  slow,
  mixing,
  ...(second ? [nodes] : []),
  ...(second && transport !== "websocket" ? [streams] : []),
];

function runAll(groups) {
  return Promise.all(
    groups
      .flatMap(group => Object.entries(group))
      .filter(([name]) => names.length === 0 || names.includes(name))
      .map(run),
  );
}

async function run([name, scenario]) {
  const setting = new Setting(name);
  const begin = Date.now();
  try {
    await within(scenario(setting), "the end of the scenario", PATIENCE);
    console.log(`passed: ${name}, ${Date.now() - begin} ms`);
    return true;
  } catch (failure) {
    console.log(`FAILED: ${name}, ${transport} ${encoding}`, failure);
    return false;
  } finally {
    setting.end();
  }
}

process.on("unhandledRejection", failure => {
  console.log("FAILED: unhandled rejection", failure);
  process.exitCode = 1;
});
const results = losing ? await runAll([losses]) : [...(await runAll(inTime)), ...(await runAll(others))];
if (results.length > 0 && results.every(Boolean)) {
  console.log(`all ${results.length} scenarios passed`);
} else {
  process.exitCode = 1;
}
process.exit();
