export { testAddresses, type TestAddresses } from "./addresses.ts";
export { isAlive } from "./is-alive.ts";
