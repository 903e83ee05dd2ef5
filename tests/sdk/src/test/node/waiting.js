// Waiting with a time limit.
const PATIENCE = 120_000;

/** Rejects with the name of the event if the promise takes longer than the limit. */
export function within(promise, what, patience = PATIENCE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout after ${patience} ms: ${what}`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Resolves to the context of the next matching event. Call it before the action that causes the event. */
export function event(emitter, name, matches = () => true, patience = PATIENCE) {
  const happened = new Promise(resolve => {
    const listener = context => {
      if (matches(context)) {
        emitter.off(name, listener);
        resolve(context);
      }
    };
    emitter.on(name, listener);
  });
  const bounded = within(happened, `an event ${name}`, patience);
  bounded.catch(() => {});
  return bounded;
}

/** Records the contexts of all events of this name from now on. */
export class Recorder {
  #all = [];
  #wake = () => {};

  constructor(emitter, name, take = context => context) {
    emitter.on(name, context => {
      this.#all.push(take(context));
      this.#wake();
    });
  }

  get all() {
    return this.#all;
  }

  /** Waits for the expected number of events; returns all of them. */
  async count(expected) {
    const enough = new Promise(resolve => {
      this.#wake = () => this.#all.length >= expected && resolve();
      this.#wake();
    });
    await within(enough, `${expected} events`).catch(late => {
      throw new Error(`${late.message}, got ${this.#all.length}`);
    });
    return this.#all;
  }
}

/** Waits, so that the caller can check that nothing happened. */
export function quiet(milliseconds = 300) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Polls until the check returns true. */
export async function until(check, what, patience = PATIENCE) {
  for (const end = Date.now() + patience; ; await quiet(20)) {
    if (await check()) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`timeout after ${patience} ms: ${what}`);
    }
  }
}
