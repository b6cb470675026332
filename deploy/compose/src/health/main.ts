/** Healthy when the program of this container answers /healthz; which of the four runs here, its port tells. */
const ports = {
  INGRESS_PORT: "8081",
  ATTENDANCE_PORT: "8082",
  VERIFIER_PORT: "8083",
  QUERY_PORT: "8080",
};

const answers = Object.entries(ports).map(async ([variable, usual]) => {
  const port = process.env[variable] || usual;
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4000) });
  if (!answer.ok) throw new Error(`port ${port} answers ${answer.status}`);
});

process.exitCode = await Promise.any(answers).then(
  () => 0,
  () => 1,
);
