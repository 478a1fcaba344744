import { Link } from 'wouter';

/** Leads to a call, open or ended. */
export const CallLink = ({ number }: { readonly number: string }) => (
  <Link href={`/calls/${encodeURIComponent(number)}`} className="call-link">
    {number}
  </Link>
);
