/** Where everything is while the product runs; kept in the data folder for other commands, such as the demo. */
export type Addresses = {
  readonly ingressUrl: string;
  readonly queryUrl: string;
  readonly livekitUrl: string;
  readonly natsUrl: string;
  readonly mongodbUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
};
