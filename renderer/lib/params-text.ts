/** What a call was given, in one line: its parameters by name. Empty when it was given none. */
export function paramsText(params: unknown): string {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params === null || params === undefined ? '' : valueText(params);
  return Object.entries(params)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(' · ');
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join(', ') : JSON.stringify(value);
}
