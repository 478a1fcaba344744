import './tour.css';
import { Button, CloseButton, Group } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { putInAddress } from '../app/address.ts';
import { type MessageKey, t } from '../app/messages.ts';
import { useDispatchStore } from '../data/live-context.tsx';

const KEY = 'turnout.toured';

/** One stop of the tour: what is said, and what on the page it is about. */
interface Step {
  readonly say: MessageKey;
  readonly at: string | null;
  /** Takes the visitor along: to a page, or to the first call. */
  readonly go?: 'dispatch' | 'call' | 'log';
}
const STEPS: readonly Step[] = [
  { say: 'tour.queue', at: '.queue-panel', go: 'dispatch' },
  { say: 'tour.call', at: '.call-panel', go: 'call' },
  { say: 'tour.who', at: '.call-panel [data-part="who"]', go: 'call' },
  { say: 'tour.timeline', at: '.timeline-panel', go: 'dispatch' },
  { say: 'tour.map', at: '.map-panel' },
  { say: 'tour.log', at: null, go: 'log' },
  { say: 'tour.end', at: null, go: 'dispatch' },
];

/** A browser that is driven by a program is no visitor. */
const isFirstVisit = (): boolean => !navigator.webdriver && localStorage.getItem(KEY) === null;

/** Has the tour begin, from wherever. */
export const startTour = (): void => void dispatchEvent(new Event('turnout-tour'));

/** On a first visit it says what one sees and leads through one call; it stands aside, and is gone for good when closed. */
export function Tour() {
  const [step, setStep] = useState<number | null>(() => (isFirstVisit() ? -1 : null));
  const store = useDispatchStore();
  const { demo, loaded, order } = useSyncExternalStore(store.watch, store.read);
  const [, go] = useLocation();
  const current = step === null || step < 0 ? undefined : STEPS[step];

  useEffect(() => {
    const start = () => setStep(0);
    addEventListener('turnout-tour', start);
    return () => removeEventListener('turnout-tour', start);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step takes the visitor along once
  useEffect(() => {
    if (current === undefined) return;
    if (current.go !== undefined) go(current.go === 'log' ? '/log' : '/');
    if (current.go === 'call' && order[0] !== undefined) putInAddress({ call: order[0] });
    if (current.at === null) return;
    let marked: Element | null = null;
    // The page may still be coming.
    const timer = setTimeout(() => {
      marked = document.querySelector(current.at!);
      marked?.classList.add('toured');
      marked?.scrollIntoView({ block: 'nearest' });
    }, 350);
    return () => {
      clearTimeout(timer);
      marked?.classList.remove('toured');
    };
  }, [current]);

  if (step === null || !loaded) return null;
  const close = () => {
    localStorage.setItem(KEY, new Date().toISOString());
    setStep(null);
  };
  const isLast = step === STEPS.length - 1;
  return (
    <aside className="tour" aria-label={t('tour.title')}>
      <Group justify="space-between" wrap="nowrap">
        <strong>
          {current === undefined ? t('tour.title') : t('tour.step', { step: step + 1, of: STEPS.length })}
        </strong>
        <CloseButton aria-label={t('tour.close')} onClick={close} />
      </Group>
      <p role="status">{current === undefined ? t(demo ? 'tour.welcomeDemo' : 'tour.welcome') : t(current.say)}</p>
      <Group gap="xs">
        {current === undefined ? (
          <>
            <Button size="xs" onClick={() => setStep(0)}>
              {t('tour.start')}
            </Button>
            <Button size="xs" variant="default" onClick={close}>
              {t('tour.later')}
            </Button>
          </>
        ) : (
          <>
            {step > 0 ? (
              <Button size="xs" variant="default" onClick={() => setStep(step - 1)}>
                {t('tour.back')}
              </Button>
            ) : null}
            <Button size="xs" onClick={() => (isLast ? close() : setStep(step + 1))}>
              {t(isLast ? 'tour.done' : 'tour.next')}
            </Button>
          </>
        )}
      </Group>
    </aside>
  );
}
