export {
  startOtlpReceiver,
  type OtlpReceiver,
  type ReceivedLog,
  type ReceivedMetric,
  type ReceivedSpan,
} from "./otlp-receiver.ts";
