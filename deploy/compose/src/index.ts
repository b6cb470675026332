export { makeSettings, settingsOf, type Program } from "./settings/make-settings.ts";
