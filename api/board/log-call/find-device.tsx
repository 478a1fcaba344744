import { useDebouncedValue } from '@mantine/hooks';
import { type Ref, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../app/messages.ts';
import type { Lookup, SiteOverview, Sites } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { type Pick, PickField } from '../parts/pick-field.tsx';

type Found = Lookup['results'][number];

/** Typing pauses before it is looked up. */
const PAUSE = 120;
/** Shown at once; more letters narrow it down. */
const MOST = 50;

/**
 * Finds the device that somebody on the phone means: three letters of its code, its site or the customer; from a customer
 * to the site, from a site to the device. `onDevice` when it is known, '' while it is not.
 */
export function FindDevice({
  device,
  onDevice,
  onNext,
}: {
  readonly device: string;
  readonly onDevice: (code: string) => void;
  /** What comes after has the word: the device is chosen. */
  readonly onNext: () => void;
}) {
  const [text, setText] = useState(device);
  const [customer, setCustomer] = useState<string | null>(null);
  const [site, setSite] = useState<string | null>(null);
  const siteField = useRef<HTMLInputElement>(null);
  const deviceField = useRef<HTMLInputElement>(null);
  const { value: sites } = useLoaded<Sites>(
    customer === null ? null : `sites?limit=1000&customer=${encodeURIComponent(customer)}`,
  );
  const { value: place } = useLoaded<SiteOverview>(site === null ? null : `sites/${encodeURIComponent(site)}`);

  const take = (found: Found) => {
    setText(found.name === found.code ? found.code : `${found.name} (${found.code})`);
    setCustomer(found.kind === 'customer' ? found.code : null);
    setSite(found.kind === 'site' ? found.code : null);
    onDevice(found.kind === 'device' ? found.code : '');
    if (found.kind === 'device') onNext();
  };
  const choose = (code: string) => {
    onDevice(code);
    onNext();
  };
  const forget = (next: string) => {
    setText(next);
    setCustomer(null);
    setSite(null);
    onDevice('');
  };

  useEffect(() => {
    if (sites !== null) siteField.current?.focus();
  }, [sites]);
  const only = place?.devices.length === 1 ? place.devices[0]!.code : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site alone decides
  useEffect(() => {
    if (place === null) return;
    if (only !== null) choose(only);
    else deviceField.current?.focus();
  }, [place]);
  const ofCustomer = useMemo(
    () => sites?.sites.map(({ code, name, address }) => ({ code, words: [name, code, address ?? ''] })) ?? [],
    [sites],
  );
  const ofSite = useMemo(
    () =>
      place?.devices.map((each) => ({
        code: each.code,
        words: [
          each.code,
          each.model_name,
          each.zone ?? '',
          each.open_calls > 0 ? t('log.device.open', { count: each.open_calls }) : '',
        ],
      })) ?? [],
    [place],
  );
  return (
    <>
      <LookupField text={text} onText={forget} onTake={take} />
      {sites === null ? null : (
        <AmongField
          key={customer}
          ref={siteField}
          label={t('log.site')}
          placeholder={t('log.site.hint')}
          among={ofCustomer}
          onTake={setSite}
        />
      )}
      {place === null || only !== null ? null : (
        <AmongField
          key={site}
          ref={deviceField}
          label={t('log.device')}
          placeholder={t('log.device.hint', { site: place.name })}
          among={ofSite}
          onTake={choose}
        />
      )}
    </>
  );
}

/** A choice among some that are known; letters narrow it down. */
function AmongField({
  among,
  onTake,
  ...field
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly among: readonly { readonly code: string; readonly words: readonly string[] }[];
  readonly onTake: (code: string) => void;
  readonly ref: Ref<HTMLInputElement>;
}) {
  const [text, setText] = useState('');
  const [taken, setTaken] = useState(false);
  const wanted = taken ? [] : text.toLowerCase().split(/\s+/).filter(Boolean);
  const picks: Pick[] = among
    .filter(({ words }) => wanted.every((word) => words.join(' ').toLowerCase().includes(word)))
    .slice(0, MOST)
    .map(({ code, words: [first, ...rest] }) => ({
      key: code,
      shown: (
        <>
          <strong>{first}</strong> <span className="quiet">{rest.filter(Boolean).join(' · ')}</span>
        </>
      ),
    }));
  return (
    <PickField
      {...field}
      text={text}
      picks={picks}
      onText={(next) => {
        setTaken(false);
        setText(next);
      }}
      onTake={(code) => {
        setTaken(true);
        setText(code);
        onTake(code);
      }}
    />
  );
}

function LookupField({
  text,
  onText,
  onTake,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onTake: (found: Found) => void;
}) {
  const [typed, setTyped] = useState(false);
  const [asked] = useDebouncedValue(text.trim(), PAUSE);
  const path = typed && asked.length > 0 ? `lookup?limit=12&text=${encodeURIComponent(asked)}` : null;
  const { value } = useLoaded<Lookup>(path);
  // What was found for fewer letters is not what Enter is to take.
  const settled = asked === text.trim();
  const picks = path === null || value === null || !settled ? null : value.results.map(pickOf);
  return (
    <PickField
      label={t('log.find')}
      description={t('log.find.hint')}
      text={text}
      picks={picks}
      busy={typed && text.trim() !== '' && picks === null}
      autoFocus
      onText={(next) => {
        setTyped(true);
        onText(next);
      }}
      onTake={(key) => {
        setTyped(false);
        const found = value?.results.find((each) => keyOf(each) === key);
        if (found !== undefined) onTake(found);
      }}
    />
  );
}

const keyOf = (found: Found): string => `${found.kind} ${found.code}`;
const pickOf = (found: Found): Pick => ({
  key: keyOf(found),
  shown: (
    <div className="found">
      <span className="kind">{t(`log.kind.${found.kind}`)}</span>
      <span>
        <strong>{found.code}</strong> {found.name} <span className="quiet">{found.detail}</span>
      </span>
    </div>
  ),
});
