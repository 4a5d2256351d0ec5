// One call by the official cdp-analytics-node, as a script or a cron job makes it: node one-track.mjs URL
// Without a callback, which it would call 300 ms later.
import { Analytics } from "@customerio/cdp-analytics-node";

const analytics = new Analytics({ writeKey: "key", host: process.argv[2] });
analytics.on("error", (failure) => {
  console.error(failure.reason);
  process.exitCode = 1;
});
analytics.track({
  userId: "42",
  event: "Order Completed",
  properties: { row: 1 },
  timestamp: new Date("2024-03-01T10:00:00Z"),
});
await analytics.closeAndFlush();
