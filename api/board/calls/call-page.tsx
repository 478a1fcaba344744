import { useLocation, useParams } from 'wouter';
import { CallPanel } from '../dispatch/call-panel.tsx';
import { useDispatch } from '../dispatch/use-dispatch.ts';

/** One call, open or ended, by its address. */
export function CallPage() {
  const number = decodeURIComponent(useParams<{ '*'?: string }>()['*'] ?? '');
  const [, go] = useLocation();
  const dispatch = useDispatch();
  return (
    <div className="call-page">
      <CallPanel
        number={number === '' ? null : number}
        dispatch={dispatch}
        onClose={() => history.back()}
        onChoose={(next) => go(`/calls/${encodeURIComponent(next)}`)}
      />
    </div>
  );
}
