import { initiateReplicaSet } from "@rollcall/compose";
import { freePort, startMongo } from "@rollcall/servers";
import { expect, it } from "vitest";

it("leaves a replica set that takes writes as it is, and refuses one of another name", async () => {
  await using mongo = await startMongo();
  await expect(initiateReplicaSet(mongo.url, 5000)).resolves.toBeUndefined();
  const other = mongo.url.replace(/replicaSet=\w+/, "replicaSet=other");
  await expect(initiateReplicaSet(other, 0)).rejects.toThrow(/it is in the replica set "\w+", not in other/);
});

it("says after its time why MongoDB takes no writes", async () => {
  const nobody = `mongodb://127.0.0.1:${await freePort()}/?replicaSet=rollcall`;
  await expect(initiateReplicaSet(nobody, 0)).rejects.toThrow(
    /MongoDB takes no writes after 0 s: .*ECONNREFUSED/,
  );
});
