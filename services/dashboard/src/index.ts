export { buildPage, type Asset, type Page } from "./build-page.ts";
