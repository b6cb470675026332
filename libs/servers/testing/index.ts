export { testAddresses, type TestAddresses } from "./addresses.ts";
export { createAuthority, writeCertified, type Authority, type Certified } from "./certificates.ts";
export { isAlive } from "./is-alive.ts";
