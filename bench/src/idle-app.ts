import express from "express";

/** The yardstick: an Express app that reads the same body and answers without doing anything. */
const app = express();
app.disable("x-powered-by");
app.post(
  "/livekit/webhook",
  express.raw({ type: "application/webhook+json", limit: "256kb" }),
  (_request, response) => {
    response.status(200).end();
  },
);
const server = app.listen(Number(process.env["INGRESS_PORT"]), "127.0.0.1", () =>
  process.stdout.write("ready\n"),
);
process.once("SIGTERM", () => server.close());
