export { serviceNames, type ServiceName } from "./service-names.ts";
export { startServices, type ServiceControl, type Services, type ServicesOptions } from "./start-services.ts";
