// The official customerio-node, as a script that backfills would use it: node pipelines-client.mjs FILE URL
// Reads NDJSON, hands its PipelinesClient batches of the size the API takes, four of them in flight, in strict mode.
import { PipelinesClient } from "customerio-node";
import { InFlight, lines } from "./lines.mjs";

const [file, url] = process.argv.slice(2);
// The API takes 500 KB; the client adds to each event a messageId where it has none, and its name to the context.
const MOST = 475_000;
const ADDED = 130;
const client = new PipelinesClient("key", { url: `${url}/v1`, strictMode: true });
const inFlight = new InFlight(4);
let batch = [];
let size = 0;

async function send() {
  const full = batch;
  batch = [];
  size = 0;
  if (full.length > 0) await inFlight.start(() => client.batch(full));
}

for await (const some of lines(file)) {
  for (const line of some) {
    const weight = Buffer.byteLength(line) + ADDED;
    if (size + weight > MOST) await send();
    batch.push(JSON.parse(line));
    size += weight;
  }
}
await send();
await inFlight.end();
