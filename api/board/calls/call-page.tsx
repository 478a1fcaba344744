import { useLocation, useParams } from 'wouter';
import { segmentsOf } from '../app/address.ts';
import { CallPanel } from '../dispatch/call-panel.tsx';
import { useDispatch } from '../dispatch/use-dispatch.ts';

/** One call, open or ended, by its address. */
export function CallPage() {
  const number = segmentsOf(useParams<{ '*'?: string }>()['*']).join('/');
  const [, go] = useLocation();
  const dispatch = useDispatch();
  return (
    <div className="call-page">
      <CallPanel
        number={number === '' ? null : number}
        dispatch={dispatch}
        // An address that was sent on has nothing to go back to.
        onClose={() => (history.length > 1 ? history.back() : go('/'))}
        onChoose={(next) => go(`/calls/${encodeURIComponent(next)}`)}
      />
    </div>
  );
}
