export { createIngressApp, type IngressTools } from "./app.ts";
