/** `PT1234.5S` and the like as hours. */
export function hours(duration: string): string {
  const [, days = '0', h = '0', m = '0', s = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration) ?? [];
  const total = Number(days) * 24 + Number(h) + Number(m) / 60 + Number(s) / 3600;
  return `${total.toLocaleString('en-GB', { maximumFractionDigits: total < 100 ? 1 : 0 })} h`;
}
