import { readFileSync } from "node:fs";
import { streams } from "@rollcall/contracts";
import { consumeBatches, ensureTopology, openBus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { freePort, startNats } from "@rollcall/servers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { consumers } from "./consumers.ts";
import { natsRights } from "./nats-rights.ts";

const log = createLogger("test", { level: "silent" });
const permissions = new URL("../../../../../deploy/nats/permissions.conf", import.meta.url);

describe("a NATS that lets anybody in", () => {
  it("is fine on this machine alone", async () => {
    await using nats = await startNats();
    expect(told(await examine(natsRights, { natsUrl: nats.url }))).toEqual(["ok nats_local"]);
  });

  it("is named when others can reach it", async () => {
    await using nats = await startNats({ extraConfig: "host: 0.0.0.0" });
    const [finding] = await examine(natsRights, { natsUrl: nats.url });
    expect(finding).toMatchObject({ level: "warning", code: "nats_open", measured: { host: "0.0.0.0" } });
    expect(finding?.change).toContain("permissions.conf");
  });

  it("is named too when only guests may do so", async () => {
    const extraConfig = `host: 0.0.0.0
      authorization { users = [{ user: operator, password: secret }, { user: guest, password: guest }] }
      no_auth_user: guest`;
    await using nats = await startNats({ extraConfig });
    const natsUrl = nats.url.replace("://", "://operator:secret@");
    await using bus = await openBus({ url: natsUrl, name: "test", log });
    await ensureTopology(bus);
    const findings = await examine(natsRights, { natsUrl });
    expect(told(findings)).toEqual(["warning nats_open"]);
    expect(JSON.stringify(findings)).not.toContain("secret");
    expect((await bus.jsm.streams.info(streams.evidence)).state.messages).toBe(0);
  });
});

describe("a NATS with a user for each program", () => {
  const opened = new AsyncDisposableStack();
  let urlOf: (user: string) => string;
  let natsMonitor: string;

  const connect = async (name: string, user = name) =>
    openBus({ url: urlOf(user), name, log, startLimitMs: 5_000 });

  beforeAll(async () => {
    const port = await freePort();
    natsMonitor = `http://127.0.0.1:${port}`;
    const users = readFileSync(permissions, "utf8").replaceAll(/\$\{(\w+)Password\}/g, "$1");
    const nats = opened.use(await startNats({ extraConfig: `${users}\nhttp: "127.0.0.1:${port}"` }));
    urlOf = (user) => nats.url.replace("://", `://${user}:${user}@`);
    await ensureTopology(opened.use(await connect("prepare")));
    for (const name of ["ingress", "attendance", "verifier"]) opened.use(await connect(name));
  });
  afterAll(() => opened.disposeAsync());

  it("is fine, as far as its monitoring tells", async () => {
    await using _ = await connect("query");
    const known = { natsUrl: urlOf("operator") };
    expect(told(await examine(natsRights, { ...known, natsMonitor }))).toEqual(["ok nats_users_apart"]);
    expect(told(await examine(natsRights, known))).toEqual(["unknown nats_users_unseen"]);
  });

  it("is named when two programs are one user", async () => {
    await using _ = await connect("query", "verifier");
    const [finding] = await examine(natsRights, { natsUrl: urlOf("operator"), natsMonitor });
    expect(finding).toMatchObject({ level: "warning", code: "nats_user_shared" });
    expect(finding?.found).toContain("verifier, query are the same user of NATS, verifier");
  });

  it("says what our own user may not ask, so that it is not seen", async () => {
    const findings = await examine(natsRights, { natsUrl: urlOf("query"), natsMonitor });
    expect(told(findings)).toEqual(["unknown nats_rights_missing", "ok nats_users_apart"]);
    expect(findings[0]?.found).toContain("may not publish $JS.API.STREAM.INFO.*, $JS.API.CONSUMER.INFO.*.*,");
  });

  it("shows a program that may not ask for its messages", async () => {
    await using bus = await connect("ingress");
    const options = { stream: streams.evidence, durable: "attendance" };
    await using _ = await consumeBatches(bus, options, async (batch) => batch.map(() => ({ is: "done" })));
    const findings = await examine(consumers, { natsUrl: urlOf("operator") });
    const idle = findings.filter(({ code }) => code === "consumer_not_taken");
    expect(idle.map(({ measured }) => measured["consumer"])).toContain("attendance");
    expect(idle[0]?.change).toContain("its user may ask for messages");
  });
});
