import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { CodedError, problemSchema } from "@rollcall/contracts";
import { createWebhookTokenReader } from "@rollcall/livekit";
import { readSpecimens, signWebhook } from "@rollcall/livekit/testing";
import { describe, expect, it, vi } from "vitest";
import { joined, key, openIngress } from "../testing/open-ingress.ts";

const problemIn = async (answer: Response) => problemSchema.parse(await answer.json());
const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;

describe("an authentic webhook", () => {
  it("is answered with 200 and an empty body once it is stored", async () => {
    await using ingress = await openIngress();
    const answer = await ingress.post(joined);
    expect([answer.status, await answer.text(), answer.headers.get("content-length")]).toEqual([
      200,
      "",
      "0",
    ]);
    expect(answer.headers.has("x-powered-by")).toBe(false);
    expect(ingress.published).toMatchObject([
      { id: "EV_joined", subject: "evidence.webhook.participant_joined" },
    ]);
  });

  it("is not answered before it is stored", async () => {
    const stored = Promise.withResolvers<{ readonly duplicate: boolean }>();
    const asked = Promise.withResolvers<void>();
    await using ingress = await openIngress({
      publish: () => {
        asked.resolve();
        return stored.promise;
      },
    });
    const answered = vi.fn<() => void>();
    const answer = ingress.post(joined).finally(answered);
    await asked.promise;
    expect(answered).not.toHaveBeenCalled();
    stored.resolve({ duplicate: false });
    expect((await answer).status).toBe(200);
  });

  it("that was stored before is answered in the same way", async () => {
    await using ingress = await openIngress({ publish: () => Promise.resolve({ duplicate: true }) });
    expect((await ingress.post(joined)).status).toBe(200);
    await vi.waitFor(() => expect(ingress.logged).toMatchObject([{ result: "duplicate" }]));
  });

  it.each(["application/json", "application/webhook+json; charset=utf-8"])("may come as %s", async (type) => {
    await using ingress = await openIngress();
    expect((await ingress.post(joined, { "content-type": type })).status).toBe(200);
  });

  it("is taken with the most metadata that LiveKit lets a room and a participant have, if so set", async () => {
    await using ingress = await openIngress({ bodyLimitBytes: 7 * 1024 * 1024 });
    // Escaped, each of these is six bytes.
    const metadata = "\u0001".repeat(512 * 1024);
    const attributes = { locale: "\u0001".repeat(64 * 1024) };
    const full = {
      ...joined,
      room: { ...joined.room, metadata },
      participant: { ...joined.participant, metadata, attributes },
    };
    expect((await ingress.post(full)).status).toBe(200);
    expect(ingress.published).toHaveLength(1);
  });

  it("that is too large for NATS is answered with 413: it would be so again", async () => {
    await using ingress = await openIngress({
      publish: () => Promise.reject(new CodedError("body_too_large")),
    });
    const answer = await ingress.post(joined);
    expect([answer.status, (await problemIn(answer)).code]).toEqual([413, "body_too_large"]);
  });

  it("leaves the connection open for the next", async () => {
    await using ingress = await openIngress();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<unknown>();
    for (const body of ["1", "2", "3"].map((id) => JSON.stringify({ ...joined, id: `EV_${id}` }))) {
      const authorization = signWebhook(key, body, Date.now());
      const headers = { authorization, "content-type": "application/webhook+json" };
      const outgoing = request(ingress.url, { method: "POST", agent, headers }).end(body);
      const [answer] = await once(outgoing, "response");
      ports.add(outgoing.socket?.localPort);
      await once(answer.resume(), "end");
    }
    agent.destroy();
    expect([ports.size, ingress.published.length]).toEqual([1, 3]);
  });
});

describe("a webhook of an unknown shape is stored all the same", () => {
  it.each([
    ["an event of tomorrow", '{"event":"hologram_started","id":"EV_1"}', "hologram_started", "EV_1"],
    ["no JSON", "\u0000\u0001", "unknown", sha256],
    ["a list", "[]", "unknown", sha256],
    ["null", "null", "unknown", sha256],
    ["nothing", "", "unknown", sha256],
    ["an event that no subject can hold", '{"event":"a.>","id":"EV_2"}', "unknown", "EV_2"],
    ["an event that is no text", '{"event":7,"id":"EV_3"}', "unknown", "EV_3"],
    [
      "an id that no header can hold",
      String.raw`{"event":"room_started","id":"a\nb"}`,
      "room_started",
      sha256,
    ],
    ["a room that is none", '{"event":"room_started","id":"EV_4","room":[7]}', "room_started", "EV_4"],
  ])("%s", async (_, body, event, id) => {
    await using ingress = await openIngress();
    expect((await ingress.post(body)).status).toBe(200);
    expect(ingress.published).toMatchObject([{ subject: `evidence.webhook.${event}`, id }]);
    expect(Buffer.from(ingress.published[0]?.body ?? "none").toString()).toBe(body);
  });
});

it.each(readSpecimens())("stores what LiveKit really sends, less the credential: $name", async (specimen) => {
  const readToken = createWebhookTokenReader({ keys: { [specimen.key]: specimen.secret } });
  await using ingress = await openIngress({
    readToken: (authorization) => readToken(authorization, specimen.receivedAtMs),
  });
  const { authorization } = specimen.headers;
  const answer = await ingress.post(specimen.rawBody, { authorization });
  expect(answer.status).toBe(200);
  const sent = JSON.parse(specimen.rawBody) as { event: string; id: string };
  const [message] = ingress.published;
  expect(message).toMatchObject({ subject: `evidence.webhook.${sent.event}`, id: sent.id });
  expect(message?.about.isReadable).toBe(true);
  expect(message?.body).toBe(specimen.rawBody.replace(/"turnPassword":"[^"]*", /, ""));
  expect(message?.headers).toEqual({
    "Rollcall-Body-Sha256": sha256,
    "Rollcall-Api-Key": "devkey",
    "Rollcall-Issued-At": expect.stringMatching(/^\d{10}000$/),
    "Rollcall-Received-At": expect.stringMatching(/^\d{13}$/),
  });
});

describe("a webhook that cannot be stored now", () => {
  it("is answered with 503 and the age of the outage, and comes again", async () => {
    await using ingress = await openIngress({
      publish: () => Promise.reject(new CodedError("bus_unavailable")),
      downSince: () => Date.now() - 12_500,
    });
    const answer = await ingress.post(joined);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "13"]);
    expect(await problemIn(answer)).toMatchObject({ code: "bus_unavailable", status: 503 });
  });

  it("is answered with 503 and not 4xx when it is a bug of ours", async () => {
    await using ingress = await openIngress({ publish: () => Promise.reject(new TypeError("a bug")) });
    const answer = await ingress.post(joined);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect((await problemIn(answer)).code).toBe("unexpected_error");
    await vi.waitFor(() =>
      expect(ingress.logged.map(({ msg }) => msg)).toEqual(["webhook.failed", "webhook.answered"]),
    );
  });
});

describe("a stranger", () => {
  it.each([
    [
      "a forged signature",
      401,
      { authorization: signWebhook({ ...key, apiSecret: "guess" }, "{}", Date.now()) },
    ],
    ["a token for another body", 401, { authorization: signWebhook(key, "{}", Date.now()) }],
    ["an old token", 401, { authorization: signWebhook(key, JSON.stringify(joined), 0) }],
    ["no token", 401, { authorization: "" }],
    ["another content type", 415, { "content-type": "text/plain" }],
    ["a compressed body", 415, { "content-encoding": "gzip" }],
    ["a body over 256 KB", 413, { "x-padding": "" }],
  ])("with %s is answered with %d, and nothing is stored", async (_, status, headers) => {
    await using ingress = await openIngress();
    const body = status === 413 ? "x".repeat(256 * 1024 + 1) : JSON.stringify(joined);
    const answer = await ingress.post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect((await problemIn(answer)).status).toBe(status);
    expect(ingress.published).toEqual([]);
  });

  it("does not hear why exactly it is refused; the log does", async () => {
    await using ingress = await openIngress();
    const answer = await ingress.post(joined, { authorization: signWebhook(key, "{}", Date.now()) });
    expect(await answer.text()).not.toContain("body_mismatch");
    await vi.waitFor(() =>
      expect(ingress.logged).toMatchObject([{ result: "refused", code: "body_mismatch", status: 401 }]),
    );
  });
});

it.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])("answers %s with 405", async (method) => {
  await using ingress = await openIngress();
  const answer = await fetch(ingress.url, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});

it("answers other paths with 404", async () => {
  await using ingress = await openIngress();
  const answer = await fetch(new URL("/", ingress.url));
  expect([answer.status, (await problemIn(answer)).code]).toEqual([404, "not_found"]);
});

it("writes one line per webhook, with SIDs and without names or credentials", async () => {
  await using ingress = await openIngress();
  await ingress.post(joined);
  const line = {
    msg: "webhook.answered",
    result: "stored",
    status: 200,
    id: "EV_joined",
    event: "participant_joined",
    roomSid: "RM_algebra",
    participantSid: "PA_alice",
  };
  await vi.waitFor(() => expect(ingress.logged).toMatchObject([line]));
  expect(JSON.stringify(ingress.logged)).not.toMatch(/kim|algebra-7|hush/);
});

it("notes a sender that hangs up in the middle", async () => {
  await using ingress = await openIngress();
  const { port, pathname } = new URL(ingress.url);
  const socket = connect(Number(port), "127.0.0.1");
  const authorization = signWebhook(key, "{}", Date.now());
  const head = `host: ingress\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 100`;
  socket.write(`POST ${pathname} HTTP/1.1\r\n${head}\r\n\r\n{"event"`, () => socket.destroy());
  await vi.waitFor(() => expect(ingress.logged).toMatchObject([{ result: "aborted" }]));
});
