// The official cdp-analytics-node: node node-sdk.mjs FILE URL [tuned]
// Reads NDJSON and calls track() for each event, as its documentation does, waiting where 5,000 events are on their way:
// it has no back-pressure of its own. As it is set by default it sends 15 events at a time; tuned, as many as the API takes.
// Its flush interval is 1 s in place of 10, which it would wait once at the end, when it is closed.
import { Analytics } from "@customerio/cdp-analytics-node";
import { lines } from "./lines.mjs";

const [file, url, tuned] = process.argv.slice(2);
const MOST_PENDING = 5_000;
const analytics = new Analytics({
  writeKey: "key",
  host: url,
  flushInterval: 1_000,
  ...(tuned ? { maxEventsInBatch: 700 } : {}),
});
let pending = 0;
let failed = 0;
let wake = () => {};

function settled() {
  pending--;
  if (pending <= MOST_PENDING / 2) wake();
}

// Not by callbacks, which it calls 300 ms later.
analytics.on("track", settled);
analytics.on("error", () => {
  failed++;
  settled();
});

for await (const some of lines(file)) {
  for (const line of some) {
    const { type, ...call } = JSON.parse(line);
    pending++;
    analytics.track({ ...call, timestamp: new Date(call.timestamp) });
    if (pending >= MOST_PENDING) await new Promise((resolve) => (wake = resolve));
  }
}
await analytics.closeAndFlush({ timeout: 60_000 });
if (failed > 0) {
  console.error(`${failed} events failed`);
  process.exit(1);
}
