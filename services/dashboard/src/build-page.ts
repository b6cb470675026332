export interface Page {
  readonly html: string;
  readonly assets: readonly Asset[];
}

/** A file of the page; its name changes with its content. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}
export const buildPage = async (): Promise<Page> => ({ html: "", assets: [] });
