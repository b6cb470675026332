export { serviceNames, type ServiceName } from "./service-names.ts";
export { settingsSchema } from "./settings.ts";
export { startServices, type ServiceControl, type Services, type ServicesOptions } from "./start-services.ts";
