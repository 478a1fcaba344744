import type { Reference } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import type { Instant } from '../../model/units.ts';
import type { CodeTable, Terms } from '../rules.ts';

/** How a call says what it is about: a device, or a site and a model. */
export interface NamedDevice {
  readonly device?: string | null;
  readonly site?: string | null;
  readonly model?: string | null;
}

/** Index of the device that a call is about (-1: not known), and what is wrong with how it is named. */
export function resolveDevice(
  terms: Terms,
  reference: Reference,
  named: NamedDevice,
  loggedAt: Instant,
): { device: number; problems: Problem[] } {
  const { codes } = terms;
  const problems: Problem[] = [];
  const device = look('device', codes.devices, given(named.device), problems);
  const site = look('site', codes.sites, given(named.site), problems);
  const model = look('model', codes.models, given(named.model), problems);
  if (device !== null) {
    if (device >= 0) {
      problems.push(...checkDeviceAtSite(reference, device, site), ...checkDeviceOfModel(reference, device, model));
    }
    return { device, problems };
  }
  if (site === null || model === null) return { device: -1, problems: [...problems, deviceMissing(named)] };
  if (site < 0 || model < 0) return { device: -1, problems };
  const matches = devicesThere(terms, reference, site, model, loggedAt);
  if (matches.length === 1) return { device: matches[0]!, problems };
  return { device: -1, problems: [...problems, notExactlyOne(reference, site, model, matches)] };
}

const given = (text: string | null | undefined): string | null => {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Index of a code; null where none is given, -1 where it is unknown, which is a problem. */
function look(
  field: 'device' | 'site' | 'model',
  table: CodeTable,
  code: string | null,
  problems: Problem[],
): number | null {
  if (code === null) return null;
  const index = table.indexOf.get(code);
  if (index !== undefined) return index;
  problems.push({
    code: `unknown-${field}`,
    field,
    value: shortened(code),
    message: `There is no ${field} ${shortened(code)}.`,
    action: `Give the code of a ${field} in the customer's data, as it stands there.`,
  });
  return -1;
}

function deviceMissing(named: NamedDevice): Problem {
  const site = given(named.site);
  const model = given(named.model);
  const half = site !== null ? 'a site but no model' : model !== null ? 'a model but no site' : 'nothing';
  return {
    code: 'device-missing',
    field: 'device',
    message: `A call names a device, or a site and a model; this one names ${half}.`,
    action: 'Give the device, or both site and model.',
  };
}

function checkDeviceAtSite(reference: Reference, device: number, site: number | null): Problem[] {
  const { code, site: at } = reference.devices[device]!;
  if (site === null || site < 0 || reference.sites[site]!.code === at) return [];
  const named = reference.sites[site]!.code;
  return [
    {
      code: 'device-not-at-site',
      field: 'site',
      value: named,
      message: `Device ${code} is at site ${at}, not at ${named}.`,
      action: `Name site ${at} or leave the site out; if the failure is at ${named}, name the device there.`,
    },
  ];
}

function checkDeviceOfModel(reference: Reference, device: number, model: number | null): Problem[] {
  const { code, model: of } = reference.devices[device]!;
  if (model === null || model < 0 || reference.models[model]!.code === of) return [];
  const named = reference.models[model]!.code;
  return [
    {
      code: 'device-not-of-model',
      field: 'model',
      value: named,
      message: `Device ${code} is of model ${of}, not ${named}.`,
      action: `Name model ${of} or leave the model out; if another device is meant, name that one.`,
    },
  ];
}

/**
 * Devices of a model at a site: those in service at `logged_at`, so that a device and the one that took its place are
 * told apart; where none is in service, all, so that the call hears why it is refused.
 */
function devicesThere(terms: Terms, reference: Reference, site: number, model: number, loggedAt: Instant): number[] {
  const { rules } = terms;
  const code = reference.models[model]!.code;
  const atSite = rules.siteDevices.subarray(rules.siteDeviceOffset[site]!, rules.siteDeviceOffset[site + 1]!);
  const matches = [...atSite].filter((device) => reference.devices[device]!.model === code);
  const inService = matches.filter((k) => rules.deviceFrom[k]! <= loggedAt && loggedAt < rules.deviceTo[k]!);
  return inService.length > 0 ? inService : matches;
}

function notExactlyOne(reference: Reference, site: number, model: number, matches: readonly number[]): Problem {
  const siteCode = reference.sites[site]!.code;
  const modelCode = reference.models[model]!.code;
  const value = `${siteCode}, ${modelCode}`;
  if (matches.length === 0) {
    return {
      code: 'no-device-there',
      field: 'model',
      value,
      message: `There is no device of model ${modelCode} at site ${siteCode}.`,
      action: 'Check site and model, or name the device itself.',
    };
  }
  const first = matches.slice(0, 5).map((device) => reference.devices[device]!.code);
  const codes = first.join(', ') + (matches.length > first.length ? ' …' : '');
  return {
    code: 'several-devices-there',
    field: 'model',
    value,
    message: `There are ${matches.length} devices of model ${modelCode} at site ${siteCode}: ${codes}.`,
    action: 'Name the device that is meant.',
  };
}
