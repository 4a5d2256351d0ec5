// The loop one writes in Node for a CSV: node csv-loop.mjs FILE URL
// csv-parse, an object a row, JSON.stringify, undici's fetch, in batches of the size the API takes, four in flight.
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { fetch } from "undici";
import { InFlight } from "./lines.mjs";

const [file, url] = process.argv.slice(2);
const MOST = 475_000;
const headers = {
  "Authorization": `Basic ${Buffer.from("key:").toString("base64")}`,
  "Content-Type": "application/json",
  "X-Strict-Mode": "1",
};
const inFlight = new InFlight(4);
let batch = [];
let size = 0;

function event(row) {
  return {
    type: "track",
    userId: row.userId,
    event: row.event,
    properties: {
      row: row.row,
      orderId: row.orderId,
      total: Number(row.total),
      currency: row.currency,
      sku: row.sku,
      product: row.product,
      quantity: Number(row.quantity),
      price: Number(row.price),
    },
    context: {
      ip: row["context.ip"],
      locale: row["context.locale"],
      userAgent: row["context.userAgent"],
      page: { path: row["context.page.path"] },
    },
    messageId: row.messageId || randomUUID(),
    timestamp: row.timestamp,
  };
}

async function post(body) {
  const response = await fetch(`${url}/v1/batch`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  await response.text();
}

async function send() {
  const body = `{"batch":[${batch.join(",")}]}`;
  batch = [];
  size = 0;
  await inFlight.start(() => post(body));
}

for await (const row of createReadStream(file).pipe(parse({ columns: true }))) {
  const json = JSON.stringify(event(row));
  const weight = Buffer.byteLength(json) + 1;
  if (size + weight > MOST) await send();
  batch.push(json);
  size += weight;
}
await send();
await inFlight.end();
