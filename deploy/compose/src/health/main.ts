import { once } from "node:events";
import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";

/** Healthy when the program of this container answers /healthz; which of the four runs here, its port tells. */
const ports = {
  INGRESS_PORT: "8081",
  ATTENDANCE_PORT: "8082",
  VERIFIER_PORT: "8083",
  QUERY_PORT: "8080",
};
const speakTls = new Set(process.env["TLS_CERT_FILE"] ? ["INGRESS_PORT", "QUERY_PORT"] : []);

const answers = Object.entries(ports).map(async ([variable, usual]) => {
  const port = process.env[variable] || usual;
  const question = { host: "127.0.0.1", port, path: "/healthz", signal: AbortSignal.timeout(4000) };
  // Whether the certificate is believed is for those to say who come from outside.
  const asking = speakTls.has(variable)
    ? getHttps({ ...question, rejectUnauthorized: false })
    : getHttp(question);
  const [answer] = await once(asking, "response");
  answer.resume();
  if (answer.statusCode !== 200) throw new Error(`port ${port} answers ${answer.statusCode}`);
});

process.exitCode = await Promise.any(answers).then(
  () => 0,
  () => 1,
);
