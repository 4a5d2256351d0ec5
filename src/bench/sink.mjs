// The sink where there is no nginx: node sink.mjs FOLDER PORT DELAY. One process; see ./sink for what it does.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const [folder, port, delay] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const NAME = Buffer.from('row":');
let counts;

function reset() {
  counts = { requests: 0, bytes: 0, events: 0, sum: 0 };
}

// An event is known by its number, "row":N or "row":"N": their count and sum tell whether each came once.
function count(body) {
  counts.requests++;
  counts.bytes += body.length;
  for (let at = body.indexOf(NAME); at >= 0; at = body.indexOf(NAME, at)) {
    at += NAME.length;
    let number = 0;
    if (body[at] === 34) at++;
    while (body[at] >= 48 && body[at] <= 57) number = number * 10 + body[at++] - 48;
    counts.events++;
    counts.sum += number;
  }
}

function send(response, text) {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": text.length });
  response.end(text);
}

const take = (wait) => (request, response) => {
  if (request.url === "/_/reset") reset();
  if (request.url.startsWith("/_/")) return send(response, JSON.stringify(counts) + "\n");
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    count(Buffer.concat(chunks));
    if (wait > 0) setTimeout(() => send(response, "{}"), wait);
    else send(response, "{}");
  });
};

reset();
const own = { key: readFileSync(`${folder}/server.key`), cert: readFileSync(`${folder}/server.pem`) };
const servers = [http.createServer(take(0)), https.createServer(own, take(0)), http.createServer(take(delay))];
servers.forEach((server, index) => {
  server.keepAliveTimeout = 300_000;
  server.listen(port + index, "127.0.0.1");
});
