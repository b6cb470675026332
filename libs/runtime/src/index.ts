export { ConfigProblems, loadConfig, type ConfigSchema, type Environment } from "./config.ts";
export { healthRoutes, type HealthChecks } from "./health-routes.ts";
export { listen, type Listening, type ListenOptions } from "./listen.ts";
export { createLogger, logLevels, type Logger, type LoggerOptions } from "./logger.ts";
export { livekitUrl, mongodbUrl, natsUrl, verifyIntervalMs } from "./product-settings.ts";
export { runService, type ServiceContext } from "./run-service.ts";
export { durationMs, flag, oneOf, port, secret, text, url, wholeNumber } from "./settings.ts";
export { within } from "./within.ts";
export { withoutCredentials } from "./without-credentials.ts";
