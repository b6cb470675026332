export { startQuery } from "./start-query.ts";
