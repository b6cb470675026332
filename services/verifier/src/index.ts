export { startVerifier } from "./start-verifier.ts";
