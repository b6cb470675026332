export { testAddresses, type TestAddresses } from "./addresses.ts";
