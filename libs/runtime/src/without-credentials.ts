/** An address, or several with commas, as a log or a screen may show it: `nats://***@host`. Other text stays. */
export const withoutCredentials = (address: string): string =>
  address.includes("://") ? address.replace(/(:\/\/|,)[^/@]*@/g, "$1***@") : address;
