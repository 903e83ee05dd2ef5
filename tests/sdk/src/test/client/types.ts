// Compiled, not run: the declarations accept correct uses and reject wrong ones.
import { CloseCode, FanfareSocket, isFinal, socketUrl, type Close, type State } from "fanfare-client";

interface Price {
  symbol: string;
  price: number;
}

const socket = new FanfareSocket<Price, { watch: string }>("/prices", {
  resume: { prices: "position" },
  query: async () => ({ token: await Promise.resolve("t") }),
  queue: 10,
  reconnect: (close: Close) => !isFinal(close.code),
});

socket.addEventListener("message", (event) => {
  const price: number = event.data.price;
  const position: string | undefined = event.position;
  // @ts-expect-error: Price has no such property
  event.data.amount;
  return [price, position];
});
socket.addEventListener("gap", ({ detail }) => detail.channel.length);
socket.addEventListener("live", ({ detail: { gap } }): boolean => gap);
socket.addEventListener("lost", ({ detail }) => detail.code === CloseCode.EXPIRED);
socket.addEventListener("state", ({ detail }) => describe(detail));

const accepted: boolean = socket.send({ watch: "DRUM" });
socket.send(new Uint8Array(2));
socket.open(new URL(socketUrl("/other")));
socket.close(4000, "done");
// @ts-expect-error: not what the page sends
socket.send({ price: 1 });
// @ts-expect-error: states are immutable
socket.state.name = "open";
// @ts-expect-error: unknown option
new FanfareSocket("/", { maxdelay: 1 });

function describe(state: State): string | number | undefined {
  switch (state.name) {
    case "connecting":
    case "open":
      return state.text;
    case "waiting":
      return state.delay + state.seconds + state.close.code;
    case "closed":
      return state.close?.reason;
  }
}

const untyped = new FanfareSocket("/", { json: false });
untyped.addEventListener("message", ({ data }) => data.anything);
untyped.send("text");

export { accepted };
