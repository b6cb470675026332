import { runInNewContext } from "node:vm";

/** As much of a browser's document as the page needs: a tree that remembers what was put into it, and parses nothing. */
class PlainNode {
  readonly childNodes: PlainNode[] = [];
  readonly attributes: { name: string; value: string }[] = [];
  readonly style = { setProperty: () => {}, cssText: "" };
  readonly nodeType: number;
  readonly localName: string;
  readonly ownerDocument: unknown;
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";
  parentNode: PlainNode | null = null;
  data: string;

  constructor(ownerDocument: unknown, localName: string, data: string) {
    this.ownerDocument = ownerDocument;
    this.nodeType = localName === "#text" ? 3 : 1;
    this.localName = localName;
    this.data = data;
  }

  get firstChild(): PlainNode | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): PlainNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  set innerHTML(_html: string) {
    throw new Error("nothing is parsed here");
  }

  insertBefore(child: PlainNode, before: PlainNode | null): PlainNode {
    child.remove();
    const at = before === null ? -1 : this.childNodes.indexOf(before);
    this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, child);
    child.parentNode = this;
    return child;
  }

  appendChild(child: PlainNode): PlainNode {
    return this.insertBefore(child, null);
  }

  removeChild(child: PlainNode): PlainNode {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  contains(other: PlainNode | null): boolean {
    return other !== null && (other === this || this.contains(other.parentNode));
  }

  setAttribute(name: string, value: unknown): void {
    this.removeAttribute(name);
    this.attributes.push({ name, value: String(value) });
  }

  removeAttribute(name: string): void {
    const at = this.attributes.findIndex((attribute) => attribute.name === name);
    if (at >= 0) this.attributes.splice(at, 1);
  }

  addEventListener(): void {}
  removeEventListener(): void {}
}
export type { PlainNode };

export interface Shown {
  /** Every node below the page's root, outermost first. */
  nodes(): readonly PlainNode[];
  readonly title: string;
}

/** Runs the page's script at an address, with answers of the API by path. */
export function showPage(script: string, hash: string, answers: (path: string) => unknown): Shown {
  const document = {
    title: "",
    createElement: (name: string): PlainNode => new PlainNode(document, name, ""),
    createElementNS: (_namespace: string, name: string): PlainNode => new PlainNode(document, name, ""),
    createTextNode: (data: string): PlainNode => new PlainNode(document, "#text", data),
    getElementById: (): PlainNode => root,
    addEventListener: () => {},
  };
  const root = new PlainNode(document, "div", "");
  const kept = new Map<string, string>([["rollcall-token", "token"]]);
  runInNewContext(script, {
    ...{ document, setTimeout, clearTimeout, setInterval: () => 0, clearInterval, URL, URLSearchParams },
    ...{ AbortSignal, Intl, queueMicrotask, console },
    location: { hash, pathname: "/" },
    history: { replaceState: () => {} },
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    addEventListener: () => {},
    removeEventListener: () => {},
    fetch: async (path: string) => ({ ok: true, json: async () => answers(path) }),
  });
  return { nodes: () => root.childNodes.flatMap(withChildren), title: document.title };
}

const withChildren = (node: PlainNode): readonly PlainNode[] => [
  node,
  ...node.childNodes.flatMap(withChildren),
];
