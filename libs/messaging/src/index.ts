export { defaultBackoff, type Backoff } from "./backoff.ts";
export type { Bus } from "./bus.ts";
export {
  consumeBatches,
  consumeEach,
  type BatchOptions,
  type Consumer,
  type EachOptions,
} from "./consume.ts";
export { consumeDeadLetters } from "./dead-letter-backstop.ts";
export { deadLetterHeaders, toDeadLetter, type DeadLetter } from "./dead-letter.ts";
export type { Delivery } from "./delivery.ts";
export { ensureTopology, requireEvidence, refuseOldServer } from "./ensure-topology.ts";
export {
  inspectConsumers,
  inspectStreams,
  type DifferingSetting,
  type Inspected,
  type InspectedConsumer,
} from "./inspect-topology.ts";
export { jsonIn } from "./json.ts";
export type { MessageHeaders } from "./message-headers.ts";
export { natsSettings, natsTlsOf, type NatsAddress } from "./nats-settings.ts";
export { notify, subscribe, type Notice } from "./notice.ts";
export { openBus, type BusOptions } from "./open-bus.ts";
export type { HandleBatch } from "./outcome.ts";
export { publish, type OutgoingMessage, type PublishOptions, type Stored } from "./publish.ts";
export { letterAgain, readLetter, type ReadLetter } from "./read-dead-letter.ts";
export { request, type RequestOptions } from "./request.ts";
export { isForbidden, mayStore } from "./rights.ts";
export { scheduleAt, scheduleEvery, type OneTimeSchedule, type RepeatedSchedule } from "./schedule.ts";
export { serveMicro, type Endpoint, type MicroService } from "./serve-micro.ts";
export {
  eraseStored,
  getStored,
  isHandled,
  newestStored,
  readStored,
  untilHandled,
  type StoredMessage,
} from "./stored-messages.ts";
export { streamLimitsOf, streamSettings } from "./stream-settings.ts";
export { defaultLimits, type TopologyLimits } from "./topology.ts";
export { watchStreams } from "./watch-streams.ts";
