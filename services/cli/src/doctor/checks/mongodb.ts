import { withoutCredentials } from "@rollcall/runtime";
import { inspectMongo, type MongoInspection } from "@rollcall/store";
import { CodedError } from "@rollcall/contracts";
import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import { counted } from "../../counted.ts";

const oldest = 6;
/** A majority that is further behind than this does not confirm our writes in time. An idle set writes every 10 s. */
const majorityLateMs = 15_000;
const limitMs = 4_000;

/** Whether MongoDB can be reached, and keeps what a majority has confirmed. */
export const mongodb: Check = {
  name: "mongodb",
  limitMs: 12_000,
  async run({ mongodbUrl }) {
    const url = mongodbUrl();
    const inspection = await inspect(url);
    return [typeof inspection === "string" ? unreachable(url, inspection) : judgeMongo(inspection)];
  },
};

/** Whether the indexes are there that reads rely on. */
export const indexes: Check = {
  name: "indexes",
  limitMs: 12_000,
  async run({ mongodbUrl }) {
    const inspection = await inspect(mongodbUrl());
    if (typeof inspection === "string") throw new CannotCheck("MongoDB cannot be reached");
    const { missingIndexes: missing } = inspection;
    if (missing.length === 0) return [ok("indexes_there", "All indexes are there.")];
    return [
      problem("indexes_missing", {
        found: `MongoDB lacks ${missing.join(", ")}.`,
        effect:
          "Answers and looks read whole collections; they time out when there are many stays, and time turns unverified.",
        change: "Restart attendance: it makes them at its start; its user needs the right createIndex.",
        measured: { missing: missing.join(" ") },
      }),
    ];
  },
};

/** What a reachable MongoDB says about itself. */
export function judgeMongo(inspection: Omit<MongoInspection, "missingIndexes" | "primary">): Finding {
  const { version, replicaSet, isRouter, members, arbiters, majorityLagMs } = inspection;
  const measured = { version, members, arbiters, majorityLagMs: majorityLagMs ?? -1 };
  if (Number.parseInt(version, 10) < oldest) {
    return problem("mongodb_too_old", {
      found: `MongoDB is version ${version}; ${oldest}.0 or newer is needed.`,
      effect: "It is not tested with this version: writes and indexes may behave otherwise.",
      change: "Install MongoDB 6.0 or newer; deploy/images.env names one that is tested.",
      measured,
    });
  }
  if (replicaSet === null && !isRouter) {
    return problem("mongodb_no_replica_set", {
      found: `MongoDB ${version} is in no replica set.`,
      effect:
        "Writes wait for a majority of a set; without one a confirmed write can be rolled back or lost with its disk.",
      change:
        "mongod.conf: replication: { replSetName: rollcall }, then rs.initiate(), and MONGODB_URL with ?replicaSet=rollcall",
      measured,
    });
  }
  if (majorityLagMs !== null && majorityLagMs > majorityLateMs) {
    return problem("mongodb_majority_behind", {
      found: `The majority of MongoDB's set is ${Math.round(majorityLagMs / 1000)} s behind its primary.`,
      effect: "Writes are not confirmed in time: evidence waits, and the record stands still.",
      change: "See rs.status(): a member that holds data is down or slow.",
      measured,
    });
  }
  if (arbiters > 0 && members < arbiters + 2) {
    return warning("mongodb_arbiter", {
      found: `Of MongoDB's set ${replicaSet}, ${counted(members, "member")} hold${members === 1 ? "s" : ""} data and ${arbiters} only vote${arbiters === 1 ? "s" : ""}.`,
      effect:
        "A majority's disks are all of them: when one is away, no write is confirmed, evidence waits and the record stands still.",
      change: "rs.add() a third member that holds data, and rs.remove() the arbiter.",
      measured,
    });
  }
  const where = isRouter
    ? "a sharded cluster"
    : `the replica set ${replicaSet} of ${counted(members, "member")}`;
  return ok(
    "mongodb_answers",
    `MongoDB answers, version ${version}, ${where}; writes wait for its majority's disks.`,
    measured,
  );
}

async function inspect(url: string): Promise<MongoInspection | string> {
  try {
    return await inspectMongo({ url, limitMs });
  } catch (error) {
    if (error instanceof CodedError && error.code === "store_unavailable") return error.message;
    throw error;
  }
}

const unreachable = (url: string, reason: string): Finding =>
  problem("mongodb_unreachable", {
    found: `MongoDB at ${withoutCredentials(url)} cannot be reached: ${reason.slice(0, 200)}.`,
    effect:
      "Evidence waits in NATS and nothing is lost, but nothing enters the record, and nothing can be read.",
    change: "MONGODB_URL: its hosts, replicaSet and credentials; see that mongod runs and has a primary.",
  });
