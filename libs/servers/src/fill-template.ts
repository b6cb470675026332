/** Replaces every `${name}` in a text; throws when a value is missing, so that no half-filled file is used. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template needs a value for ${name}`);
    return value;
  });
}
