import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The page as its server sends it: HTML that loads the assets, and nothing inline. */
export interface Page {
  readonly html: string;
  readonly assets: readonly Asset[];
}

/** A file of the page; its name changes with its content, so it may be kept for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

const sources = {
  html: new URL("./page/page.html", import.meta.url),
  icon: new URL("./page/icon.svg", import.meta.url),
  script: new URL("./page/main.tsx", import.meta.url),
  style: new URL("./page/page.css", import.meta.url),
};

/** Bundles the page in memory, in some tens of milliseconds. */
export async function buildPage(): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(sources.script), fileURLToPath(sources.style)],
    outdir: "/",
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome117", "firefox119", "safari17.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "silent",
  });
  const [html, icon] = await Promise.all([readFile(sources.html, "utf8"), readFile(sources.icon, "utf8")]);
  const built = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  const script = asset("page", "js", "text/javascript; charset=utf-8", built(".js"));
  const style = asset("page", "css", "text/css; charset=utf-8", built(".css"));
  const image = asset("icon", "svg", "image/svg+xml", icon);
  return {
    html: html.replace("{script}", script.path).replace("{style}", style.path).replace("{icon}", image.path),
    assets: [script, style, image],
  };
}

function asset(name: string, ending: string, type: string, body: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${name}-${hash}.${ending}`, type, body };
}
