// Waiting that ends.
const PATIENCE = 20_000;

/** The promise, or a failure that says what did not come. */
export function within(promise, what, patience = PATIENCE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${patience} ms: ${what}`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What the next event of this name carries; made before that is caused. */
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

/** Everything that events of this name carry, from now on. */
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

  /** Waits until there are so many; returns all there are. */
  async count(expected) {
    const enough = new Promise(resolve => {
      this.#wake = () => this.#all.length >= expected && resolve();
      this.#wake();
    });
    await within(enough, `${expected} events`).catch(late => {
      throw new Error(`${late.message}, but ${this.#all.length}`);
    });
    return this.#all;
  }
}

/** A time in which nothing more is to happen. */
export function quiet(milliseconds = 300) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Asks again until the answer satisfies. */
export async function until(ask, what, patience = PATIENCE) {
  for (const end = Date.now() + patience; ; await quiet(20)) {
    if (await ask()) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${patience} ms: ${what}`);
    }
  }
}
