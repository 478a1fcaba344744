import { t } from '../app/messages.ts';
import type { Loaded } from '../data/use-loaded.ts';

/** What stands where something is still to come: that it is under way, that the server does not answer, or why it said no. */
export function Waiting({ of: { refused, failed } }: { readonly of: Loaded<unknown> }) {
  if (refused !== null)
    return (
      <p className="pad" role="alert">
        {refused}
      </p>
    );
  return <p className="pad quiet">{t(failed ? 'app.failed' : 'app.loading')}</p>;
}
