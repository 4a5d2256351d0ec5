// What the Node peers share: reading a file in lines, and so many requests at a time.
import { createReadStream } from "node:fs";

/** The lines of a file, as an array a chunk: several times as fast as readline. */
export async function* lines(file) {
  let rest = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const whole = (rest + chunk).split("\n");
    rest = whole.pop();
    yield whole;
  }
  if (rest) yield [rest];
}

/** Runs what it is given, so many at a time: start() waits for a free place, end() for all. The first failure is thrown. */
export class InFlight {
  #running = new Set();
  #most;
  #failure;

  constructor(most) {
    this.#most = most;
  }

  async start(work) {
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
    if (this.#failure) throw this.#failure;
    const running = work()
      .catch((failure) => (this.#failure ??= failure))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async end() {
    await Promise.all(this.#running);
    if (this.#failure) throw this.#failure;
  }
}
