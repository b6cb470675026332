import { CodedError } from "@rollcall/contracts";
import { MongoBulkWriteError, MongoError, MongoInvalidArgumentError, MongoServerError } from "mongodb";

/** Runs one question to the database; whatever keeps it from answering comes out as `store_unavailable`. */
export async function reaching<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isOwnFault(error) ? error : unavailable(error);
  }
}

/** The database answered, and the answer blames what was asked. Such a failure never heals by waiting. */
const isOwnFault = (error: unknown): boolean =>
  error instanceof CodedError ||
  !(error instanceof MongoError) ||
  error instanceof MongoInvalidArgumentError ||
  (error instanceof MongoServerError && ownFaults.has(Number(error.code)));

/** BadValue, FailedToParse, InvalidBSON, DocumentValidationFailure, and three kinds of document too large. */
const ownFaults: ReadonlySet<number> = new Set([2, 9, 22, 121, 10_334, 17_419, 17_420]);

const unavailable = (cause: unknown): CodedError =>
  new CodedError("store_unavailable", cause instanceof Error ? cause.message : undefined, { cause });

/**
 * The operations of an unordered bulk that met a key that exists already; throws what else went wrong.
 * A bulk goes out in several commands, and one that is cut off reports only what earlier commands said: so
 * duplicates are believed only when every operation is accounted for.
 */
export function duplicatesIn(error: unknown, operations: number): readonly number[] {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const { result } = error;
  const failures = result.getWriteErrors();
  const accounted = result.insertedCount + result.matchedCount + result.upsertedCount + failures.length;
  const isComplete = accounted === operations && result.getWriteConcernError() === undefined;
  if (!isComplete) throw unavailable(error);
  const other = failures.find(({ code }) => code !== duplicateKey);
  if (other !== undefined && ownFaults.has(other.code)) throw new Error(other.errmsg, { cause: error });
  if (other !== undefined) throw unavailable(error);
  return failures.map(({ index }) => index);
}

const duplicateKey = 11_000;
