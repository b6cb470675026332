import { createServer } from "node:http";

// Stands in for a service in the tests of what starts, watches and stops them. Usage: stand-in.ts <service name>.
// STAND_IN_<NAME> makes it misbehave: "die" ends it soon after it was ready, "fail" before, "linger" makes it
// ignore SIGTERM.
const name = process.argv[2] ?? "";
const behaviour = process.env[`STAND_IN_${name.toUpperCase()}`];
const port = Number(process.env[`${name.toUpperCase()}_PORT`]);

process.stdout.write(`${name} starts as ${process.pid} with ${process.env["NATS_URL"]}\n`);
if (behaviour === "fail") {
  process.stderr.write(`${name} finds a wrong setting\n`);
  process.exit(1);
}

const server = createServer((request, response) => {
  response.writeHead(request.url === "/readyz" ? 200 : 404).end();
  if (behaviour === "die") setTimeout(() => process.exit(7), 20);
});
server.listen(port, "127.0.0.1");

process.on("SIGTERM", () => {
  process.stdout.write(`${name} stops\n`);
  if (behaviour !== "linger") process.exit(0);
});
