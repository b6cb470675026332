export { deliveryOf } from "./delivery-of.ts";
