import { CodedError } from "@rollcall/contracts";
import { Router, type Request } from "express";
import { EventStream } from "../live/event-stream.ts";
import { meetingTeller } from "../live/meeting-teller.ts";
import type { RoomWatches } from "../live/room-watches.ts";
import type { Streams } from "../live/streams.ts";
import { roomRequest, streamRequest } from "../requests.ts";
import { viewOf, type Bearer } from "../viewer.ts";
import { holderOf } from "./limits.ts";
import { markAdmitted } from "./log-requests.ts";
import { authorizationOf, readBearer, type TokenReader } from "./read-bearer.ts";
import { readParameters } from "./read-parameters.ts";

export interface EventTools {
  readonly readToken: TokenReader;
  /** Throws `too_many_requests`. */
  readonly limitHolder: (viewer: Bearer) => void;
  readonly watches: RoomWatches;
  readonly streams: Streams;
}

/** The meeting of a room as it changes. Whoever connects gets the whole, so a lost connection needs no memory. */
export function eventsRoute({ readToken, limitHolder, watches, streams }: EventTools): Router {
  const router = Router();
  router.get("/api/rooms/:room/events", (request, response) => {
    const authorization = streamAuthorization(request);
    const viewer = readBearer(readToken, authorization);
    limitHolder(viewer);
    markAdmitted(response);
    const { room } = readParameters(roomRequest, request.params);
    if (viewOf(viewer, room).of === "nothing") throw new CodedError("forbidden");
    const holder = holderOf(viewer);
    streams.admit(holder);
    if (request.method === "HEAD") {
      response.type("text/event-stream").end();
      return;
    }
    const isStillValid = () => readToken(authorization, Date.now()).ok;
    const open = new DisposableStack();
    response.on("close", () => open.dispose());
    const stream = open.use(new EventStream(response, streams.timing, isStillValid));
    open.use(streams.add(stream, holder));
    open.use(
      watches.watch(
        room,
        meetingTeller(viewer, (events) => stream.send(events)),
      ),
    );
  });
  return router;
}

function streamAuthorization(request: Request): string | undefined {
  const { access_token: token } = readParameters(streamRequest, request.query);
  return token === undefined ? authorizationOf(request) : `Bearer ${token}`;
}
